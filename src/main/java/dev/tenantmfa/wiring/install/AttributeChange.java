package dev.tenantmfa.wiring.install;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * An attribute of the realm.
 *
 * @param value empty to remove it
 * @param previous empty if it is not set
 */
record AttributeChange(String key, String value, String previous) implements Change {

    /** Key of an attribute; its value is that of before, empty for none. */
    static final String KEY = "attribute ";

    @Override
    public String action() {
        return "realm attribute";
    }

    @Override
    public String target() {
        return key + ": " + shown(previous) + " -> " + shown(value);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    @Override
    public Event event() {
        return new Event(OperationType.UPDATE, ResourceType.REALM, "");
    }

    @Override
    public void apply(KeycloakSession session, Installation before) {
        RealmModel realm = session.getContext().getRealm();
        if (value.isEmpty()) {
            realm.removeAttribute(key);
        } else {
            realm.setAttribute(key, value);
        }
        before.note(KEY + key, previous);
    }
}
