package dev.tenantmfa.assurance;

import com.google.auto.service.AutoService;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** Placeholder: asks the placeholder of the gate at each grant. */
record GatePlaceholderProcessor(KeycloakSession session) implements TokenPostProcessor {

    @Override
    public void process(TokenPostProcessorContext context) {
        Gate.of(session)
                .refusalOf(context.clientSessionCtx().getClientSession(), context.clientSessionCtx())
                .ifPresent(refusal -> {
                    throw RefusedTokens.exception(session, OAuthErrorException.INVALID_GRANT, refusal.description());
                });
    }

    /** Lets Keycloak find it. */
    @AutoService(TokenPostProcessorFactory.class)
    public static final class Factory implements TokenPostProcessorFactory {

        @Override
        public TokenPostProcessor create(KeycloakSession session) {
            return new GatePlaceholderProcessor(session);
        }

        @Override
        public String getId() {
            return "tmfa-gate-placeholder";
        }
    }
}
