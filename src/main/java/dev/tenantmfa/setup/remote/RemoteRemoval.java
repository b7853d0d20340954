package dev.tenantmfa.setup.remote;

import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.change.FactorRemoval;
import dev.tenantmfa.platform.store.OwnTransaction;
import dev.tenantmfa.totp.TotpCredential;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Removes all of a user's own second factors through the REST API. */
public final class RemoteRemoval {

    private RemoteRemoval() {}

    /**
     * Removes the factors and writes the event {@code REMOVE_CREDENTIAL}. Uses its own transaction, because the code
     * may just have changed credentials that the current transaction has already read.
     *
     * @param proof the accepted code
     * @param event of the request, with client, session and address, built in the given session
     * @return false, with nothing removed, if a login used one of the factors at the same moment
     */
    public static boolean remove(
            KeycloakSession session,
            UserModel user,
            Verification.Accepted proof,
            Function<KeycloakSession, EventBuilder> event) {
        String realmId = session.getContext().getRealm().getId();
        try {
            OwnTransaction.call(session, "tenant-mfa removal", own -> {
                RealmModel realm = own.realms().getRealm(realmId);
                own.getContext().setRealm(realm);
                UserModel person = own.users().getUserById(realm, user.getId());
                if (person != null) {
                    List<CredentialModel> removed = FactorRemoval.removeAll(own, person);
                    EventBuilder writing = event.apply(own).event(EventType.REMOVE_CREDENTIAL);
                    FactorEvents.describe(session, writing, proof);
                    mostTelling(removed)
                            .ifPresent(one -> writing.detail(Details.CREDENTIAL_TYPE, one.getType())
                                    .detail(Details.CREDENTIAL_ID, one.getId()));
                    writing.success();
                }
                return true;
            });
            return true;
        } catch (OwnTransaction.Conflict e) {
            return false;
        }
    }

    /** The app, if there was one: readers of events look for it, and its backup codes are removed after it. */
    private static Optional<CredentialModel> mostTelling(List<CredentialModel> removed) {
        return removed.stream()
                .filter(credential -> TotpCredential.TYPE.equals(credential.getType()))
                .findFirst()
                .or(() -> removed.stream().findFirst());
    }
}
