package dev.tenantmfa.assurance.gate;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * How many new authorizations the gate refused in a session since it last allowed tokens. A flow whose second factor is
 * skipped by single sign-on would be refused every time; after the second refusal the user has to log in again, and the flow
 * asks. Refused refreshes say nothing about a flow: the next authorization request may ask for what is missing.
 */
final class Refusals {

    private static final String NOTE = "tenant-mfa.refusals";
    private static final int REPEATED = 2;

    private Refusals() {}

    /** In its own transaction, since the refused request is rolled back. */
    static void count(KeycloakSession session, UserSessionModel refused) {
        String realmId = refused.getRealm().getId();
        String id = refused.getId();
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            // Missing if the refused request itself opened the session.
            UserSessionModel online = own.sessions().getUserSession(realm, id);
            if (online != null) {
                online.setNote(NOTE, Integer.toString(Math.min(REPEATED, in(online) + 1)));
            }
        });
    }

    static void forget(UserSessionModel session) {
        if (session.getNote(NOTE) != null) {
            session.removeNote(NOTE);
        }
    }

    static boolean areRepeatedIn(UserSessionModel session) {
        return in(session) >= REPEATED;
    }

    private static int in(UserSessionModel session) {
        String note = session.getNote(NOTE);
        return note == null ? 0 : Integer.parseInt(note);
    }
}
