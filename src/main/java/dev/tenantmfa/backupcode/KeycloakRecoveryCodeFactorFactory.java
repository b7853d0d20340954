package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(SecondFactorFactory.class)
public final class KeycloakRecoveryCodeFactorFactory implements SecondFactorFactory {

    @Override
    public String getId() {
        return "keycloak-recovery-authn-codes";
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new KeycloakRecoveryCodeFactor(session);
    }
}
