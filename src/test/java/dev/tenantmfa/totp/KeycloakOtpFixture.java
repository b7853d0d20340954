package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import java.nio.charset.StandardCharsets;
import org.keycloak.models.credential.OTPCredentialModel;

/** Apps that Keycloak's own set-up stored. */
abstract class KeycloakOtpFixture {
    static final Check USED = new Check.Refused(Reason.USED);
    static final String RAW = "a secret of twenty b";
    static final TotpParameters SIX = new TotpParameters(6, 30, TotpAlgorithm.SHA1);

    final RealmFixture keycloak = new RealmFixture();
    final KeycloakOtpFactor factor = new KeycloakOtpFactor(keycloak.session);
    final long step = RealmFixture.START.getEpochSecond() / 30;

    String add(OTPCredentialModel model, String label) {
        model.setUserLabel(label);
        return keycloak.credentials.createStoredCredential(model).getId();
    }

    Check check(String code) {
        return factor.check(keycloak.realm, keycloak.user, input(code), keycloak.clock.now());
    }

    static String code(long step) {
        return new Totp(SIX, TotpSecret.ofBytes(RAW.getBytes(StandardCharsets.UTF_8))).codeAt(step);
    }

    static CodeInput input(String code) {
        return CodeInput.of(code).orElseThrow();
    }
}
