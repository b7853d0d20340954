package dev.tenantmfa.accesspass;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.CodeChecked;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.AccessPassUsed;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Publishes the use of a pass, and removes a pass that has expired at the user's next login. */
record AccessPassListener(KeycloakSession session) implements Listener {

    private static void onProviderEvent(ProviderEvent event) {
        if (event instanceof CodeChecked checked
                && checked.verification() instanceof Verification.Accepted accepted
                && accepted.kind() == FactorKind.ACCESS_PASS) {
            checked.session()
                    .getKeycloakSessionFactory()
                    .publish(new AccessPassUsed(checked.session(), checked.realm(), checked.user()));
        }
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() != EventType.LOGIN || event.getUserId() == null) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        UserModel user = realm == null ? null : session.users().getUserById(realm, event.getUserId());
        if (user != null) {
            new StoredAccessPasses(session).removeExpired(user);
        }
    }

    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-access-passes";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new AccessPassListener(session);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(AccessPassListener::onProviderEvent);
        }
    }
}
