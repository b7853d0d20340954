package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

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
    public Optional<FactorKind> kind() {
        return Optional.of(FactorKind.BACKUP_CODE);
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of(RecoveryAuthnCodesCredentialModel.TYPE);
    }

    @Override
    public boolean isUsedUp(CredentialModel stored) {
        return KeycloakRecoveryCodeFactor.isUsedUp(stored);
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new KeycloakRecoveryCodeFactor(session);
    }
}
