package dev.tenantmfa.notice;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Reacts to changes of factors on Keycloak's own pages and consoles: removing an app also removes the backup codes, and
 * a password set through a mail link ends the user's other sessions. Keycloak has no separate hook for either.
 */
final class FactorEventListener implements Listener {

    private static final Pattern CREDENTIAL_PATH = Pattern.compile("users/([^/]+)/credentials/[^/]+");

    private final KeycloakSession session;
    private final InstalledFactors installed;
    private final NoticeMails mails;

    FactorEventListener(KeycloakSession session) {
        this.session = session;
        this.installed = InstalledFactors.of(session);
        this.mails = new NoticeMails(session);
    }

    @Override
    public void onEvent(Event event) {
        boolean update = event.getType() == EventType.UPDATE_CREDENTIAL;
        boolean removal = event.getType() == EventType.REMOVE_CREDENTIAL;
        if (!update && !removal) {
            return;
        }
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        String type = details.getOrDefault(Details.CREDENTIAL_TYPE, "");
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        Optional<UserModel> user = user(realm, event.getUserId());
        if (user.isEmpty()) {
            return;
        }
        if (update && PasswordCredentialModel.TYPE.equals(type)) {
            new OtherSessions(session, realm).endIfByMailLink(user.get());
        } else if (update && TotpCredential.TYPE.equals(type)) {
            mails.send(realm, user.get(), Notice.SET_UP, Sender.at(event.getIpAddress()));
        } else if (update && BackupCodeCredential.TYPE.equals(type)) {
            mails.send(realm, user.get(), Notice.RENEWED, Sender.at(event.getIpAddress()));
        } else if (PhoneCredential.TYPE.equals(type)) {
            mails.send(
                    realm,
                    user.get(),
                    update ? Notice.PHONE_SET_UP : Notice.PHONE_REMOVED,
                    Sender.at(event.getIpAddress()));
        } else if (removal && TotpCredential.TYPE.equals(type)) {
            afterRemoval(realm, user.get(), Sender.at(event.getIpAddress()));
        } else if (removal && installed.isFactorType(type) && !installed.areStoredFor(user.get())) {
            mails.send(realm, user.get(), Notice.REMOVED, Sender.at(event.getIpAddress()));
        }
    }

    /** An administrator removed a credential. This also resets the user's failed attempts. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        Matcher path = CREDENTIAL_PATH.matcher(event.getResourcePath() == null ? "" : event.getResourcePath());
        if (!path.matches() || event.getError() != null) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        Optional<UserModel> user = user(realm, path.group(1));
        String type = event.getDetails() == null ? "" : event.getDetails().getOrDefault(Details.CREDENTIAL_TYPE, "");
        if (user.isPresent() && installed.isFactorType(type)) {
            SecondFactors.forgetFailures(session, realm, user.get());
            if (TotpCredential.TYPE.equals(type)) {
                afterRemoval(realm, user.get(), Sender.UNKNOWN);
            } else if (PhoneCredential.TYPE.equals(type)) {
                mails.send(realm, user.get(), Notice.PHONE_REMOVED, Sender.UNKNOWN);
            } else if (!installed.areStoredFor(user.get())) {
                mails.send(realm, user.get(), Notice.REMOVED, Sender.UNKNOWN);
            }
        }
    }

    private void afterRemoval(RealmModel realm, UserModel user, Sender sender) {
        boolean hasApp = TotpCredential.isStoredFor(user);
        if (!hasApp) {
            BackupCodeCredential.remove(user);
        }
        Notice removed = installed.areStoredFor(user) ? Notice.LAST_APP_REMOVED : Notice.REMOVED;
        mails.send(realm, user, hasApp ? Notice.APP_REMOVED : removed, sender);
    }

    private Optional<UserModel> user(@Nullable RealmModel realm, @Nullable String id) {
        return realm == null || id == null
                ? Optional.empty()
                : Optional.ofNullable(session.users().getUserById(realm, id));
    }
}
