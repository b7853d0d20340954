package dev.tenantmfa.assurance.device;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.event.AccessPassUsed;
import dev.tenantmfa.factor.event.FactorChanged;
import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.factor.event.OtherFactorsRemoved;
import dev.tenantmfa.platform.provider.Listener;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Forgets a user's trusted devices when the password or a second factor changed. {@link TrustBasis} notices most of it by
 * itself; this also covers passwords of a federated user store, and leaves no ended devices in the lists.
 */
record DeviceListener(KeycloakSession session) implements Listener {

    private static final Pattern PASSWORD_PATH = Pattern.compile("users/([^/]+)/reset-password");

    private static final Set<EventType> PASSWORD_EVENTS = Set.of(EventType.UPDATE_PASSWORD, EventType.RESET_PASSWORD);

    @Override
    public void onEvent(Event event) {
        boolean changed = PASSWORD_EVENTS.contains(event.getType())
                || event.getType() == EventType.UPDATE_CREDENTIAL
                        && event.getDetails() != null
                        && PasswordCredentialModel.TYPE.equals(
                                event.getDetails().get(Details.CREDENTIAL_TYPE));
        if (changed) {
            forget(session, session.realms().getRealm(event.getRealmId()), event.getUserId());
        }
    }

    /** An administrator set the password. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        Matcher path = PASSWORD_PATH.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        if (path.matches() && event.getError() == null) {
            forget(session, session.realms().getRealm(event.getRealmId()), path.group(1));
        }
    }

    static void onProviderEvent(ProviderEvent event) {
        if (event instanceof FactorChanged change) {
            forget(change.session(), change.realm(), change.user().getId());
        } else if (event instanceof FactorsReset reset) {
            forget(reset.session(), reset.realm(), reset.user().getId());
        } else if (event instanceof OtherFactorsRemoved removed) {
            forget(removed.session(), removed.realm(), removed.user().getId());
        } else if (event instanceof AccessPassUsed used) {
            forget(used.session(), used.realm(), used.user().getId());
        }
    }

    private static void forget(KeycloakSession session, @Nullable RealmModel realm, @Nullable String userId) {
        if (realm == null || userId == null) {
            return;
        }
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null) {
            TrustedDevices.of(session, realm, user).forgetAll();
        }
    }

    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-trusted-device-events";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new DeviceListener(session);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(DeviceListener::onProviderEvent);
        }
    }
}
