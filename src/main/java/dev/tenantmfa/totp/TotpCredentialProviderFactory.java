package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak reads the type argument at startup: a raw type would stop the server. */
@AutoService(CredentialProviderFactory.class)
@SuppressWarnings("rawtypes")
public final class TotpCredentialProviderFactory implements CredentialProviderFactory<TotpCredentialProvider> {

    public static final String PROVIDER_ID = TotpCredential.TYPE;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public TotpCredentialProvider create(KeycloakSession session) {
        return new TotpCredentialProvider(session);
    }
}
