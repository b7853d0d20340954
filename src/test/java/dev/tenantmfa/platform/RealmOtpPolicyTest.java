package dev.tenantmfa.platform;

import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.OTPPolicy;

import static org.assertj.core.api.Assertions.assertThat;

class RealmOtpPolicyTest {

    private final RealmFixture keycloak = new RealmFixture();

    @Test
    void policyIsHonoured() {
        keycloak.setOtpPolicy(new OTPPolicy("totp", "HmacSHA512", 0, 8, 2, 60));

        assertThat(RealmOtpPolicy.parameters(keycloak.realm))
                .isEqualTo(new TotpParameters(8, 60, TotpAlgorithm.SHA512));
        assertThat(RealmOtpPolicy.lookAround(keycloak.realm)).isEqualTo(2);
    }

    @Test
    void policyForCountersHasAPeriodOfThirtySeconds() {
        keycloak.setOtpPolicy(new OTPPolicy("hotp", "HmacSHA256", 0, 8, 1, 0));

        assertThat(RealmOtpPolicy.parameters(keycloak.realm))
                .isEqualTo(new TotpParameters(8, 30, TotpAlgorithm.SHA256));
    }

    @ParameterizedTest
    @CsvSource({"4, 30, HmacSHA1", "10, 30, HmacSHA1", "6, 86400, HmacSHA1", "6, 30, HmacMD5", "6, 30,"})
    void policyThatNoAppCouldFollowIsTheDefault(int digits, int period, String algorithm) {
        keycloak.setOtpPolicy(new OTPPolicy("totp", algorithm, 0, digits, 1, period));

        assertThat(RealmOtpPolicy.parameters(keycloak.realm)).isEqualTo(new TotpParameters(6, 30, TotpAlgorithm.SHA1));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 1", "10, 10", "11, 10", "100000, 10"})
    void lookAroundIsBounded(int window, int expected) {
        keycloak.setOtpPolicy(new OTPPolicy("totp", "HmacSHA1", 0, 6, window, 30));

        assertThat(RealmOtpPolicy.lookAround(keycloak.realm)).isEqualTo(expected);
    }
}
