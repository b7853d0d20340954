package dev.tenantmfa.login;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Which way comes first: the one that the user chose in this login, else the one of the user's first credential. */
final class Ways {

    private Ways() {}

    static Way first(AuthenticationFlowContext context, List<Way> ways, @Nullable String chosen) {
        Optional<Way> wished = Way.of(chosen).filter(ways::contains);
        InstalledFactors installed = InstalledFactors.of(context.getSession());
        return wished.orElseGet(() -> context.getUser()
                .credentialManager()
                .getStoredCredentialsStream()
                .flatMap(credential -> wayOf(credential.getType(), installed).stream())
                .filter(ways::contains)
                .findFirst()
                .orElse(ways.get(0)));
    }

    /**
     * Puts the credential that was used first among the user's, as the user can in the account console, so that the next
     * login asks for it first. Writes nothing where it is the first one already.
     */
    static void remember(UserModel user, String credentialId) {
        SubjectCredentialManager credentials = user.credentialManager();
        List<String> ids = credentials
                .getStoredCredentialsStream()
                .map(CredentialModel::getId)
                .toList();
        if (ids.contains(credentialId) && !ids.get(0).equals(credentialId)) {
            credentials.moveStoredCredentialTo(credentialId, null);
        }
    }

    private static Optional<Way> wayOf(String type, InstalledFactors installed) {
        if (WebAuthnCredentialModel.TYPE_TWOFACTOR.equals(type)) {
            return Optional.of(Way.KEY);
        }
        if (WebAuthnCredentialModel.TYPE_PASSWORDLESS.equals(type)) {
            return Optional.of(Way.PASSKEY);
        }
        if (installed.typesWithTypedCodes().contains(type)) {
            return Optional.of(Way.CODE);
        }
        return installed.typeOf(FactorKind.MESSAGE_CODE).filter(type::equals).map(phone -> Way.MESSAGE);
    }
}
