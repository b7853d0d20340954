package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import java.util.Optional;
import java.util.Set;
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
    public Optional<FactorKind> kind() {
        return Optional.of(FactorKind.TOTP);
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of(TotpCredential.TYPE);
    }

    @Override
    public Optional<String> setupAction() {
        return Optional.of(TotpCredential.SETUP_ACTION);
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new TotpFactor(session);
    }
}
