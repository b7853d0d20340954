package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.credential.OTPCredentialModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Keycloak's app becomes one of ours at its first success. */
class KeycloakOtpConversionTest extends KeycloakOtpFixture {
    @Test
    void firstSuccessMakesItOneOfOurs() {
        String old = add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        Check check = check(code(step));

        TotpCredential converted = converted();
        assertThat(check).isEqualTo(new Check.Accepted(converted.id()));
        assertThat(converted.id()).isNotEqualTo(old);
        assertThat(converted.lastStep()).isEqualTo(step);
        assertThat(converted.parameters()).isEqualTo(SIX);
        assertThat(converted.model().getUserLabel()).isEqualTo("Phone");
        assertThat(converted.secret("user-1", CredentialSeal.of(keycloak.session, keycloak.realm)))
                .isEqualTo(TotpSecret.ofBytes(RAW.getBytes(StandardCharsets.UTF_8)));
        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream("otp")).isEmpty();
    }

    @Test
    void convertedCodeIsUsedUp() {
        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");
        check(code(step));

        Check again = new TotpFactor(keycloak.session)
                .check(keycloak.realm, keycloak.user, input(code(step)), keycloak.clock.now());

        assertThat(again).isEqualTo(USED);
    }

    @ParameterizedTest
    @CsvSource({"6, 30, HmacSHA1", "8, 60, HmacSHA256", "8, 30, HmacSHA512"})
    void parametersSurviveTheConversion(int digits, int period, String algorithm) {
        add(OTPCredentialModel.createTOTP(RAW, digits, period, algorithm), null);
        TotpParameters parameters = new TotpParameters(digits, period, TotpAlgorithm.of(algorithm));
        Totp totp = new Totp(parameters, TotpSecret.ofBytes(RAW.getBytes(StandardCharsets.UTF_8)));

        check(totp.codeAt(totp.stepAt(keycloak.clock.now())));

        assertThat(converted().parameters()).isEqualTo(parameters);
    }

    @Test
    void secretInBase32IsDecoded() {
        TotpSecret secret = TotpSecret.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        add(OTPCredentialModel.createTOTP(secret.base32(), 6, 30, "HmacSHA1", "BASE32"), null);

        assertThat(check(new Totp(SIX, secret).codeAt(step))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void labelThatIsTakenIsDropped() {
        keycloak.credentials.createStoredCredential(TotpCredential.create(
                        "user-1",
                        TotpSecret.ofBytes(new byte[20]),
                        SIX,
                        "phone",
                        -1,
                        RealmFixture.START,
                        CredentialSeal.of(keycloak.session, keycloak.realm))
                .model());
        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        Check.Accepted accepted = (Check.Accepted) check(code(step));

        assertThat(keycloak.credentials
                        .getStoredCredentialById(accepted.credentialId())
                        .getUserLabel())
                .isNull();
    }

    @Test
    void withConversionOffItStaysAndItsCodeIsGoodOnce() {
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        String id = add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        assertThat(check(code(step))).isEqualTo(new Check.Accepted(id));
        assertThat(check(code(step))).isEqualTo(USED);
        assertThat(keycloak.credentials.only("otp").getId()).isEqualTo(id);
    }

    @Test
    void withoutAKeyItStaysAndTheCodeIsAccepted() {
        keycloak.removeAesKey("kid-1");
        String id = add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        assertThat(check(code(step))).isEqualTo(new Check.Accepted(id));
        assertThat(check(code(step))).isEqualTo(USED);
        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream("tmfa-totp"))
                .isEmpty();
    }

    private TotpCredential converted() {
        return TotpCredential.of(keycloak.credentials.only(TotpCredential.TYPE)).orElseThrow();
    }
}
