package dev.tenantmfa.message;

import com.google.auto.service.AutoService;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak reads the type argument at startup: a raw type would stop the server. */
@AutoService(CredentialProviderFactory.class)
@SuppressWarnings("rawtypes")
public final class PhoneCredentialProviderFactory implements CredentialProviderFactory<PhoneCredentialProvider> {

    public static final String PROVIDER_ID = PhoneCredential.TYPE;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public PhoneCredentialProvider create(KeycloakSession session) {
        return new PhoneCredentialProvider(session);
    }
}
