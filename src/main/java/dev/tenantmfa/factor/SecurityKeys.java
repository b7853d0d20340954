package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Keycloak's security keys and passkeys as second factors, which have no codes. */
public final class SecurityKeys {

    private SecurityKeys() {}

    /**
     * Whether passkeys of the realm are two factors by themselves: its policy makes Keycloak check that the
     * authenticator verified the user. Otherwise they are a first factor only.
     */
    public static boolean includePasskeys(RealmModel realm) {
        return Constants.WEBAUTHN_POLICY_OPTION_REQUIRED.equals(
                realm.getWebAuthnPolicyPasswordless().getUserVerificationRequirement());
    }

    /** The types of credentials that are second factors in the realm. */
    public static Set<String> types(RealmModel realm) {
        return includePasskeys(realm)
                ? Set.of(WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                : Set.of(WebAuthnCredentialModel.TYPE_TWOFACTOR);
    }

    /** Whether the user has a security key, or a passkey that is a second factor in the realm. */
    public static boolean areStoredFor(RealmModel realm, UserModel user) {
        return types(realm).stream()
                .anyMatch(type -> user.credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent());
    }

    /** When the oldest of them was set up; empty if the user has none. */
    public static Optional<Instant> createdAt(RealmModel realm, UserModel user) {
        return types(realm).stream()
                .flatMap(type -> user.credentialManager().getStoredCredentialsByTypeStream(type))
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(Instant::ofEpochMilli);
    }
}
