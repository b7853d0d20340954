package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;

@AutoService(SecondFactorFactory.class)
public final class BackupCodeFactorFactory implements SecondFactorFactory {

    @Override
    public String getId() {
        return BackupCodeCredential.TYPE;
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public Optional<FactorKind> kind() {
        return Optional.of(FactorKind.BACKUP_CODE);
    }

    @Override
    public Set<String> credentialTypes() {
        return Set.of(BackupCodeCredential.TYPE);
    }

    @Override
    public Optional<String> setupAction() {
        return Optional.of(BackupCodeCredential.SETUP_ACTION);
    }

    @Override
    public boolean isLostOnConversion() {
        return true;
    }

    @Override
    public boolean isUsedUp(CredentialModel stored) {
        return BackupCodeFactor.isUsedUp(stored);
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new BackupCodeFactor(session);
    }
}
