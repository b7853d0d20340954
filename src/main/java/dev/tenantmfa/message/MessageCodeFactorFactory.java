package dev.tenantmfa.message;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(SecondFactorFactory.class)
public final class MessageCodeFactorFactory implements SecondFactorFactory {

    public static final String PROVIDER_ID = "tmfa-message-code";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public int order() {
        return 50;
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new MessageCodeFactor(session);
    }
}
