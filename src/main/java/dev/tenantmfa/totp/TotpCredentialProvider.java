package dev.tenantmfa.totp;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.removal.RemovalGuard;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.platform.provider.OwnCredentialProvider;
import dev.tenantmfa.platform.seal.ClearSecret;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Makes authenticator apps known to Keycloak's consoles, export and import. */
final class TotpCredentialProvider extends OwnCredentialProvider {

    /** 80 bit: some systems give no more (RFC 4226, 4 (R6) requires 128 of new ones). */
    private static final int LEAST_BYTES = 10;

    private static final int MOST_BYTES = 128;

    TotpCredentialProvider(KeycloakSession session) {
        super(session, TotpCredential.TYPE);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return metadata("kcAuthenticatorOTPClass")
                .createAction(TotpCredential.SETUP_ACTION)
                .removeable(RemovalGuard.allowsRemoval(session))
                .build(session);
    }

    /** {@code secretData} {@code {"value": Base32}}; {@code credentialData} may have digits, period and algorithm. */
    @Override
    protected Optional<CredentialModel> sealed(RealmModel realm, UserModel user, CredentialModel credential) {
        return ClearSecret.of(credential, "value").map(clear -> {
            TotpParameters usual = RealmOtpPolicy.parameters(realm);
            try {
                TotpSecret secret = TotpSecret.ofBase32(clear.text("value"));
                TotpParameters parameters = new TotpParameters(
                        clear.number("digits").orElse(usual.digits()),
                        clear.number("period").orElse(usual.periodSeconds()),
                        clear.word("algorithm").map(TotpAlgorithm::of).orElse(usual.algorithm()));
                if (secret.bytes().length < LEAST_BYTES || secret.bytes().length > MOST_BYTES) {
                    throw clear.invalid("the secret must have " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
                }
                return TotpCredential.create(
                                user.getId(),
                                secret,
                                parameters,
                                credential.getUserLabel(),
                                -1,
                                clear.createdAt(),
                                CredentialSeal.of(session, realm))
                        .model();
            } catch (IllegalArgumentException e) {
                throw clear.invalid(e.getMessage());
            }
        });
    }

    /** Keycloak reads the type argument at startup: a raw type would stop the server. */
    @AutoService(CredentialProviderFactory.class)
    @SuppressWarnings("rawtypes")
    public static final class Factory implements CredentialProviderFactory<TotpCredentialProvider> {

        @Override
        public String getId() {
            return TotpCredential.TYPE;
        }

        @Override
        public TotpCredentialProvider create(KeycloakSession session) {
            return new TotpCredentialProvider(session);
        }
    }
}
