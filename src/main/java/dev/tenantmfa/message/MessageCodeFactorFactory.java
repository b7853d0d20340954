package dev.tenantmfa.message;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import java.util.Optional;
import java.util.Set;
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
    public Optional<FactorKind> kind() {
        return Optional.of(FactorKind.MESSAGE_CODE);
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of(PhoneCredential.TYPE);
    }

    @Override
    public Optional<String> setupAction() {
        return Optional.of(PhoneCredential.SETUP_ACTION);
    }

    @Override
    public boolean isLostOnConversion() {
        return true;
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new MessageCodeFactor(session);
    }
}
