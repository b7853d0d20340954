package dev.tenantmfa.setup;

import com.google.auto.service.AutoService;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.event.FactorChanged;
import dev.tenantmfa.factor.event.FactorChanged.Change;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Map;
import java.util.Optional;
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
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What follows from changes of second factors on Keycloak's own pages and consoles, which have no separate hook for it:
 * removing the last app also removes the backup codes, a setup removes sets of codes that are all used, and a password set through
 * a mail link ends the user's other sessions. Only then it publishes the change, so that mails describe what is left.
 */
record FactorListener(KeycloakSession session) implements Listener {

    private static final Pattern CREDENTIAL_PATH = Pattern.compile("users/([^/]+)/credentials/[^/]+");

    @Override
    public void onEvent(Event event) {
        boolean update = event.getType() == EventType.UPDATE_CREDENTIAL;
        if (!update && event.getType() != EventType.REMOVE_CREDENTIAL) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        String type = typeIn(event.getDetails());
        user(realm, event.getUserId()).ifPresent(user -> {
            if (update && PasswordCredentialModel.TYPE.equals(type)) {
                new OtherSessions(session, realm).endIfByMailLink(user);
            } else if (update) {
                removeUsedUp(realm, user, type);
                publish(realm, user, type, Change.STORED, event.getIpAddress());
            } else {
                removed(realm, user, type, event.getIpAddress());
            }
        });
    }

    /** An administrator removed a credential. This also resets the user's failed attempts. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        Matcher path = CREDENTIAL_PATH.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        if (!path.matches() || event.getError() != null) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        String type = typeIn(event.getDetails());
        user(realm, path.group(1))
                .filter(user -> InstalledFactors.of(session).isFactorType(realm, type))
                .ifPresent(user -> {
                    SecondFactors.forgetFailures(session, realm, user);
                    removed(realm, user, type, null);
                });
    }

    private void removed(RealmModel realm, UserModel user, String type, @Nullable String address) {
        if (TotpCredential.TYPE.equals(type) && !TotpCredential.isStoredFor(user)) {
            BackupCodeCredential.remove(user);
        }
        publish(realm, user, type, Change.REMOVED, address);
    }

    /**
     * A set of codes that are all used requires a setup, and this was one. Of an app, an empty set stays: it says that new
     * codes are due.
     */
    private void removeUsedUp(RealmModel realm, UserModel user, String type) {
        InstalledFactors installed = InstalledFactors.of(session);
        if (installed.isFactorType(realm, type)) {
            boolean hasApp = TotpCredential.isStoredFor(user);
            installed.usedUpOf(user).stream()
                    .filter(set -> !hasApp || !BackupCodeCredential.TYPE.equals(set.getType()))
                    .forEach(set -> user.credentialManager().removeStoredCredentialById(set.getId()));
        }
    }

    private void publish(RealmModel realm, UserModel user, String type, Change change, @Nullable String address) {
        if (InstalledFactors.of(session).isFactorType(realm, type)) {
            session.getKeycloakSessionFactory().publish(new FactorChanged(session, realm, user, type, change, address));
        }
    }

    private static String typeIn(@Nullable Map<String, String> details) {
        return details == null ? "" : details.getOrDefault(Details.CREDENTIAL_TYPE, "");
    }

    private Optional<UserModel> user(@Nullable RealmModel realm, @Nullable String id) {
        return realm == null || id == null
                ? Optional.empty()
                : Optional.ofNullable(session.users().getUserById(realm, id));
    }

    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-factor-events";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new FactorListener(session);
        }
    }
}
