package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
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
    public SecondFactor create(KeycloakSession session) {
        return new BackupCodeFactor(session);
    }
}
