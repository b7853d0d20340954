package dev.tenantmfa.assurance;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** The methods that a user has set up, security keys and passkeys included. */
public final class OwnMethods {

    private OwnMethods() {}

    public static Set<Method> of(KeycloakSession session, UserModel user) {
        Set<Method> own = EnumSet.noneOf(Method.class);
        own.addAll(SecondFactors.of(session).methodsOf(user));
        if (has(user, WebAuthnCredentialModel.TYPE_TWOFACTOR)) {
            own.add(Method.SECURITY_KEY);
        }
        if (has(user, WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                && SecurityKeys.includePasskeys(session.getContext().getRealm())) {
            own.add(Method.PASSKEY);
        }
        return own;
    }

    private static boolean has(UserModel user, String type) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(type)
                .findAny()
                .isPresent();
    }
}
