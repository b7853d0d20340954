package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Set;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.credential.dto.WebAuthnCredentialData;

/**
 * How the private key of a security key or passkey is protected, as far as Keycloak stores it. Keycloak keeps neither the
 * authenticator's attachment nor its backup flags (WebAuthn Level 3, 6.1), only the transports and the attestation that
 * the browser reported. A session's evidence does not say which of several keys was used, so the weakest one counts.
 */
enum KeyProtection {

    /** A roaming key, an attested one, or one of which nothing else is known. */
    HARDWARE("hwk"),
    /** A passkey of a platform or phone without attestation: providers synchronize such keys between devices. */
    SOFTWARE("swk");

    private static final Set<String> SYNCHRONIZED = Set.of("internal", "hybrid");
    private static final Set<String> WITHOUT_ATTESTATION = Set.of("", "none");

    private final String reference;

    KeyProtection(String reference) {
        this.reference = reference;
    }

    /** Value of the {@code amr} claim (RFC 8176, 2). */
    String reference() {
        return reference;
    }

    /** @param method {@link Method#SECURITY_KEY} or {@link Method#PASSKEY} */
    static KeyProtection of(UserModel user, Method method) {
        String type = method == Method.PASSKEY
                ? WebAuthnCredentialModel.TYPE_PASSWORDLESS
                : WebAuthnCredentialModel.TYPE_TWOFACTOR;
        List<KeyProtection> keys = user.credentialManager()
                .getStoredCredentialsByTypeStream(type)
                .map(WebAuthnCredentialModel::createFromCredentialModel)
                .map(WebAuthnCredentialModel::getWebAuthnCredentialData)
                .map(KeyProtection::of)
                .toList();
        return keys.contains(SOFTWARE) ? SOFTWARE : HARDWARE;
    }

    static KeyProtection of(WebAuthnCredentialData key) {
        Set<String> transports = key.getTransports();
        String format = key.getAttestationStatementFormat();
        return !transports.isEmpty()
                        && SYNCHRONIZED.containsAll(transports)
                        && (format == null || WITHOUT_ATTESTATION.contains(format))
                ? SOFTWARE
                : HARDWARE;
    }
}
