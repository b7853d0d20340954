package dev.tenantmfa.assurance.evidence;

import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/** Whether passkeys of a realm are two factors by themselves. */
public final class Passkeys {

    private Passkeys() {}

    /** Whether the realm's policy makes Keycloak check that the authenticator verified the user. */
    public static boolean areVerified(RealmModel realm) {
        return Constants.WEBAUTHN_POLICY_OPTION_REQUIRED.equals(
                realm.getWebAuthnPolicyPasswordless().getUserVerificationRequirement());
    }
}
