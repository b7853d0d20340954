package dev.tenantmfa.backupcode;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak reads the type argument at startup: a raw type would stop the server. */
@AutoService(CredentialProviderFactory.class)
@SuppressWarnings("rawtypes")
public final class BackupCodeCredentialProviderFactory
        implements CredentialProviderFactory<BackupCodeCredentialProvider> {

    public static final String PROVIDER_ID = BackupCodeCredential.TYPE;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public BackupCodeCredentialProvider create(KeycloakSession session) {
        return new BackupCodeCredentialProvider(session);
    }
}
