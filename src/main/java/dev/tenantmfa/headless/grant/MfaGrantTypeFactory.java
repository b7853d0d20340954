package dev.tenantmfa.headless.grant;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;

/** The three grant types that complete a login waiting for a code. */
abstract class MfaGrantTypeFactory implements OAuth2GrantTypeFactory, WithoutLifecycle<OAuth2GrantType> {

    private static final String PREFIX = "http://auth0.com/oauth/grant-type/";

    private final String name;
    private final String shortcut;
    private final ProofReader proofReader;

    /** @param shortcut two characters, unique among all grant types; it is part of token ids */
    MfaGrantTypeFactory(String name, String shortcut, ProofReader proofReader) {
        this.name = name;
        this.shortcut = shortcut;
        this.proofReader = proofReader;
    }

    @Override
    public String getId() {
        return PREFIX + name;
    }

    @Override
    public String getShortcut() {
        return shortcut;
    }

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new MfaGrantType(proofReader);
    }

    /** {@code mfa_token} and {@code otp}: a TOTP. */
    @AutoService(OAuth2GrantTypeFactory.class)
    public static final class Otp extends MfaGrantTypeFactory {
        public Otp() {
            super("mfa-otp", "mo", ProofReader.OTP);
        }
    }

    /** {@code mfa_token} and {@code recovery_code}: a backup code. */
    @AutoService(OAuth2GrantTypeFactory.class)
    public static final class RecoveryCode extends MfaGrantTypeFactory {
        public RecoveryCode() {
            super("mfa-recovery-code", "mr", ProofReader.RECOVERY_CODE);
        }
    }

    /** {@code mfa_token}, {@code oob_code} and {@code binding_code}: a message code. */
    @AutoService(OAuth2GrantTypeFactory.class)
    public static final class OutOfBand extends MfaGrantTypeFactory {
        public OutOfBand() {
            super("mfa-oob", "mm", ProofReader.OUT_OF_BAND);
        }
    }
}
