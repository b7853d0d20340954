package dev.tenantmfa.assurance;

import com.google.auto.service.AutoService;
import com.webauthn4j.converter.util.ObjectConverter;
import org.keycloak.authentication.authenticators.browser.WebAuthnMetadataService;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.credential.WebAuthnCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Keycloak's security keys, which a session that has shown no second factor cannot remove. Keycloak's own check asks for the
 * level of authentication of the last step in the flow that takes a key, which may stand outside of all levels.
 */
final class SecurityKeyCredentials extends WebAuthnCredentialProvider {

    private final KeycloakSession session;

    private SecurityKeyCredentials(
            KeycloakSession session, WebAuthnMetadataService metadata, ObjectConverter converter) {
        super(session, metadata, converter);
        this.session = session;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        CredentialTypeMetadata keycloaks = super.getCredentialTypeMetadata(context);
        return CredentialTypeMetadata.builder()
                .type(keycloaks.getType())
                .category(keycloaks.getCategory())
                .displayName(keycloaks.getDisplayName())
                .helpText(keycloaks.getHelpText())
                .iconCssClass(keycloaks.getIconCssClass())
                .createAction(keycloaks.getCreateAction())
                .removeable(RemovalGuard.allowsRemovalOfKeycloaks(session))
                .build(session);
    }

    /**
     * Takes the place of Keycloak's own by the same id and a higher order. Names its interface again, since Keycloak reads the
     * provider's type off the class itself.
     */
    @AutoService(CredentialProviderFactory.class)
    public static final class Factory extends WebAuthnCredentialProviderFactory
            implements CredentialProviderFactory<WebAuthnCredentialProvider> {

        @Override
        public CredentialProvider create(KeycloakSession session) {
            return new SecurityKeyCredentials(session, getMetadataService(), createOrGetObjectConverter());
        }

        @Override
        public int order() {
            return 10;
        }
    }
}
