package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(CredentialProviderFactory.class)
@SuppressWarnings("rawtypes")
public final class TotpCredentialProviderFactory implements CredentialProviderFactory {

    public static final String PROVIDER_ID = TotpCredential.TYPE;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public CredentialProvider<CredentialModel> create(KeycloakSession session) {
        return new TotpCredentialProvider(session);
    }
}
