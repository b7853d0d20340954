package dev.tenantmfa.setup.remote;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.FreshCredentials;
import dev.tenantmfa.platform.store.OwnTransaction;
import dev.tenantmfa.platform.store.SingleWriter;
import dev.tenantmfa.setup.form.SetupSettings;
import dev.tenantmfa.totp.TotpCredential;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Regenerates backup codes through an API. The old codes become invalid at once, because no page asks the user to save
 * the new ones.
 */
public final class RemoteRenewal {

    private RemoteRenewal() {}

    /** Result of a renewal. */
    public sealed interface Renewal {

        /** @param backupCodes to be shown once; digits without separators */
        record Renewed(List<String> backupCodes) implements Renewal {

            @Override
            public String toString() {
                return "Renewed[hidden]";
            }
        }

        /** The user has no app, which backup codes require. */
        record NoApp() implements Renewal {}

        /** Another change of the user's factors is in progress. No code was checked. */
        record Busy() implements Renewal {}

        /** The code was not accepted. The old codes stay valid. */
        record CodeRefused(Verification verification) implements Renewal {}
    }

    /**
     * Creates new codes if the check returns {@link Verification.Accepted}. Writes the event {@code UPDATE_CREDENTIAL},
     * of which the user is notified by mail.
     *
     * @param check uses up the code; called only if new codes can be created
     * @param event of the request, with client, session and address; a copy of it is written
     * @throws SealException if no key is available
     */
    public static Renewal renew(
            KeycloakSession session, UserModel user, Supplier<Verification> check, EventBuilder event) {
        RealmModel realm = session.getContext().getRealm();
        if (!SingleWriter.tryHoldFactors(session, user)) {
            return new Renewal.Busy();
        }
        if (!hasApp(session, realm, user)) {
            return new Renewal.NoApp();
        }
        EventBuilder writing = event.clone()
                .event(EventType.UPDATE_CREDENTIAL)
                .user(user)
                .detail(Details.CREDENTIAL_TYPE, BackupCodeCredential.TYPE);
        Verification verification = check.get();
        FactorEvents.describe(session, writing, verification);
        if (!(verification instanceof Verification.Accepted)) {
            FactorEvents.errorOf(verification).ifPresent(writing::error);
            return new Renewal.CodeRefused(verification);
        }
        Optional<List<String>> codes = store(session, realm, user);
        if (codes.isEmpty()) {
            return new Renewal.Busy();
        }
        writing.success();
        return new Renewal.Renewed(codes.get());
    }

    /** Uses its own transaction, because a code may just have changed the set, which must be read again. */
    private static Optional<List<String>> store(KeycloakSession session, RealmModel realm, UserModel user) {
        BackupCodeCredential.Draft draft = SetupSettings.draft(realm);
        try {
            OwnTransaction.call(session, "tenant-mfa renewal", own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                own.getContext().setRealm(ownRealm);
                UserModel person = own.users().getUserById(ownRealm, user.getId());
                if (person != null) {
                    BackupCodeCredential.store(own, ownRealm, person, draft, KeycloakClock.now());
                }
                return true;
            });
            return Optional.of(draft.codes().codes());
        } catch (OwnTransaction.Conflict e) {
            // A login used one of the old codes at the same moment. They stay valid, and the caller can try again.
            return Optional.empty();
        }
    }

    private static boolean hasApp(KeycloakSession session, RealmModel realm, UserModel user) {
        return !FreshCredentials.ofType(session, realm, user, TotpCredential.TYPE)
                .isEmpty();
    }
}
