package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(SecondFactorFactory.class)
public final class TotpFactorFactory implements SecondFactorFactory {

    @Override
    public String getId() {
        return TotpCredential.TYPE;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new TotpFactor(session);
    }
}
