package dev.tenantmfa.assurance;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import java.util.Optional;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Which methods the users of the session's realm can set up in a login, and with which required action. */
public record MethodSetup(KeycloakSession session) {

    /**
     * Whether a user without a second factor can set up the method. Not for backup codes, which come with an app, and an
     * email address, which comes with the account.
     */
    public boolean isPossible(Method method) {
        return switch (method) {
            // Does not depend on its action: the login itself has the pages.
            case TOTP -> isOffered(method);
            case SMS -> isOffered(method) && isActionEnabled(method);
            case PASSKEY -> SecurityKeys.includePasskeys(realm()) && isActionEnabled(method);
            case SECURITY_KEY -> isActionEnabled(method);
            default -> false;
        };
    }

    /** The required action whose pages set up the method; empty if none does. */
    public Optional<String> actionOf(Method method) {
        return switch (method) {
            case SECURITY_KEY -> Optional.of(WebAuthnRegisterFactory.PROVIDER_ID);
            case PASSKEY -> Optional.of(WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);
            case SMS -> InstalledFactors.of(session).setupActionOf(FactorKind.MESSAGE_CODE);
            default -> Optional.empty();
        };
    }

    private boolean isOffered(Method method) {
        return SecondFactors.of(session).offered().contains(method);
    }

    private boolean isActionEnabled(Method method) {
        return actionOf(method)
                .map(realm()::getRequiredActionProviderByAlias)
                .filter(RequiredActionProviderModel::isEnabled)
                .isPresent();
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }
}
