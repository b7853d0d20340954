package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;

@AutoService(SecondFactorFactory.class)
public final class KeycloakOtpFactorFactory implements SecondFactorFactory {

    @Override
    public String getId() {
        return "keycloak-otp";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public Optional<FactorKind> kind() {
        return Optional.of(FactorKind.TOTP);
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of(OTPCredentialModel.TYPE);
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new KeycloakOtpFactor(session);
    }
}
