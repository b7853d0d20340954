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

/** New backup codes without pages of ours: the old ones are dead at once, since there is no page that asks to save them. */
public final class RemoteRenewal {

    private RemoteRenewal() {}

    /** What became of it. */
    public sealed interface Renewal {

        /** @param backupCodes to be shown once; digits without separators */
        record Renewed(List<String> backupCodes) implements Renewal {

            @Override
            public String toString() {
                return "Renewed[hidden]";
            }
        }

        /** The person has no app that codes could go with. */
        record NoApp() implements Renewal {}

        /** Another change of the person's factors goes on at this moment; no code was looked at. */
        record Busy() implements Renewal {}

        /** The code was not accepted; the old codes stay. */
        record CodeRefused(Verification verification) implements Renewal {}
    }

    /**
     * Makes new codes if the check of a code gives {@link Verification.Accepted}. Writes the event
     * {@code UPDATE_CREDENTIAL}, of which the person is told by mail.
     *
     * @param check uses the code up; run only where new codes can be made
     * @param event of the request, with client, session and address in it; a copy of it is written
     * @throws SealException if no key can be had
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

    /** In a transaction of its own: the set may just have been changed by a code, and is read anew there. */
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
            // A login used one of the old codes at the same moment; they stay, and the caller may try again.
            return Optional.empty();
        }
    }

    private static boolean hasApp(KeycloakSession session, RealmModel realm, UserModel user) {
        return !FreshCredentials.ofType(session, realm, user, TotpCredential.TYPE)
                .isEmpty();
    }
}
