package dev.tenantmfa.upstream;

import dev.tenantmfa.platform.KeycloakClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.saml.SAMLEndpoint;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.representations.JsonWebToken;

/**
 * What the signed part of an identity provider's answer says about the login there. A provider whose signatures Keycloak
 * is not set to validate has no signed answer.
 *
 * @param isAssertion whether it is a SAML assertion; else it is an ID token
 * @param levels {@code acr}, or the AuthnContext classes of an assertion
 * @param methods {@code amr}, or its counterpart in an assertion
 * @param loggedInAt time of the login there; empty if it is missing, is not a time or is in the future
 */
record SignedAnswer(boolean isAssertion, Set<String> levels, Set<String> methods, Optional<Instant> loggedInAt) {

    /** Name of the setting of OpenID Connect and of SAML providers. */
    private static final String VALIDATE_SIGNATURE = "validateSignature";

    /** The clocks of the provider and of this server may differ by this much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    SignedAnswer(boolean isAssertion, Set<String> levels, Set<String> methods, Optional<Instant> loggedInAt) {
        this.isAssertion = isAssertion;
        this.levels = Set.copyOf(levels);
        this.methods = Set.copyOf(methods);
        this.loggedInAt = loggedInAt
                .filter(time -> !time.isAfter(KeycloakClock.now().plus(CLOCKS_DIFFER)))
                .filter(time -> time.isAfter(Instant.EPOCH));
    }

    /** @return empty for an answer without a signature that was validated, and for a token that was exchanged */
    static Optional<SignedAnswer> in(BrokeredIdentityContext context) {
        if (!isValidated(context.getIdpConfig())
                || context.getContextData().containsKey(OIDCIdentityProvider.EXCHANGE_PROVIDER)) {
            return Optional.empty();
        }
        if (context.getContextData().get(OIDCIdentityProvider.VALIDATED_ID_TOKEN) instanceof JsonWebToken token) {
            return Optional.of(IdTokenReader.read(token));
        }
        return context.getContextData().get(SAMLEndpoint.SAML_ASSERTION) instanceof AssertionType assertion
                        && AssertionReader.isAnswer(context.getAuthenticationSession())
                ? Optional.of(AssertionReader.read(assertion))
                : Optional.empty();
    }

    private static boolean isValidated(IdentityProviderModel provider) {
        return provider.getConfig() != null
                && Boolean.parseBoolean(provider.getConfig().get(VALIDATE_SIGNATURE));
    }
}
