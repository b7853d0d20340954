package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor.Reason;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.credential.OTPCredentialModel;

import static org.assertj.core.api.Assertions.assertThat;

class KeycloakOtpFactorTest extends KeycloakOtpFixture {
    private static final Check WRONG = new Check.Refused(Reason.WRONG);

    @Test
    void digitsAreThoseOfTheCredentialsAndNotKnownOfAStorageProvidersApp() {
        KeycloakOtpFactor builtIn = new KeycloakOtpFactor(keycloak.session);
        assertThat(builtIn.digitsOf(keycloak.realm, keycloak.user)).containsExactly(0);

        add(OTPCredentialModel.createTOTP(RAW, 8, 60, "HmacSHA256"), "Phone");
        assertThat(builtIn.digitsOf(keycloak.realm, keycloak.user)).containsExactly(8);

        add(OTPCredentialModel.createHOTP(RAW, 6, 0, "HmacSHA1"), "Token");
        assertThat(builtIn.digitsOf(keycloak.realm, keycloak.user)).containsExactlyInAnyOrder(6, 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void claimOutlivesTheWindowOfTheCode(int window) {
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        keycloak.setOtpPolicy(new OTPPolicy("totp", "HmacSHA1", 0, 6, window, 30));
        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");
        String code = code(step + window);
        assertThat(check(code)).isInstanceOf(Check.Accepted.class);

        for (int seconds = 0; seconds < 300; seconds += 5) {
            keycloak.clock.advance(Duration.ofSeconds(5));
            assertThat(check(code)).isInstanceOf(Check.Refused.class);
        }
    }

    @Test
    void needsNoTransactionForCodesThatOnlyTakeAKey() {
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        KeycloakOtpFactor builtIn = new KeycloakOtpFactor(keycloak.session);
        assertThat(builtIn.onlyClaims(keycloak.realm, keycloak.user))
                .as("of a user storage provider")
                .isFalse();

        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");
        assertThat(builtIn.onlyClaims(keycloak.realm, keycloak.user)).isTrue();
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "true");
        assertThat(builtIn.onlyClaims(keycloak.realm, keycloak.user))
                .as("converted")
                .isFalse();
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        add(OTPCredentialModel.createHOTP(RAW, 6, 0, "HmacSHA1"), "Token");
        assertThat(builtIn.onlyClaims(keycloak.realm, keycloak.user))
                .as("counter-based")
                .isFalse();
    }

    @Test
    void personWithoutOneHasNoFactor() {
        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
    }

    @Test
    void codeThatWasGoodAtKeycloaksOwnFormIsNotGoodHere() {
        String id = add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");
        keycloak.singleUse.putIfAbsent(id + "." + code(step), 90);

        assertThat(check(code(step))).isEqualTo(USED);
        assertThat(keycloak.credentials.only("otp").getId()).isEqualTo(id);
    }

    @Test
    void wrongCodeIsRefusedAndChangesNothing() {
        String id = add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        assertThat(check(code(step + 5))).isEqualTo(WRONG);
        assertThat(keycloak.credentials.only("otp").getId()).isEqualTo(id);
        assertThat(keycloak.singleUse.keys()).isEmpty();
    }

    @Test
    void secondOfTwoIsGoodToo() {
        add(OTPCredentialModel.createTOTP("another secret", 6, 30, "HmacSHA1"), "Tablet");
        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        assertThat(check(code(step))).isInstanceOf(Check.Accepted.class);
        assertThat(keycloak.credentials.only("otp").getUserLabel()).isEqualTo("Tablet");
    }

    @Test
    void counterBasedCodeIsCheckedByKeycloak() {
        String id = add(OTPCredentialModel.createHOTP(RAW, 6, 0, "HmacSHA1"), "Token");
        keycloak.credentials.answerKeycloakCheckWith(
                given -> "123456".equals(given.getChallengeResponse()) && id.equals(given.getCredentialId()));

        assertThat(check("123456")).isEqualTo(new Check.Accepted(id));
        assertThat(check("654321")).isEqualTo(WRONG);
    }

    @Test
    void otpOfAUserStorageProviderIsCheckedByIt() {
        keycloak.credentials.configureFederated("otp");
        keycloak.credentials.answerKeycloakCheckWith(given -> "123456".equals(given.getChallengeResponse()));

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(check("123456")).isEqualTo(new Check.Accepted(""));
        assertThat(check("654321")).isEqualTo(WRONG);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "garbage",
                "null",
                "{}",
                "{\"subType\":\"totp\",\"digits\":4,\"period\":30,\"algorithm\":\"HmacSHA1\"}",
                "{\"subType\":\"totp\",\"digits\":6,\"period\":0,\"algorithm\":\"HmacSHA1\"}",
                "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacMD5\"}",
                "{\"subType\":\"totp\",\"digits\":6,\"period\":30}",
                "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\",\"secretEncoding\":\"HEX\"}"
            })
    void dataThatIsNotReadableIsUnusableAndStillCountsAsAFactor(String data) {
        addBroken(model -> model.setCredentialData(data));

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(check(code(step))).isEqualTo(new Check.Unusable());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"garbage", "null", "{}", "{\"value\":\"\"}"})
    void secretThatIsNotReadableIsUnusable(String data) {
        addBroken(model -> model.setSecretData(data));

        assertThat(check(code(step))).isEqualTo(new Check.Unusable());
    }

    @Test
    void readableOneBesideABrokenOneIsChecked() {
        addBroken(model -> model.setSecretData("garbage"));
        assertThat(check(code(step))).isEqualTo(new Check.Unusable());

        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        assertThat(check(code(step + 5))).isEqualTo(WRONG);
        assertThat(check(code(step))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void sixOrEightDigitsAreTaken() {
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("123456"))).isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345678")))
                .isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("1234567")))
                .isFalse();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345a"))).isFalse();
        assertThat(factor.kind()).isEqualTo(FactorKind.TOTP);
    }

    @Test
    void onlyTheDigitsOfTheUsersOwnAppsAreTaken() {
        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");

        assertThat(factor.takes(keycloak.realm, keycloak.user, input("123456"))).isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345678")))
                .isFalse();

        add(OTPCredentialModel.createTOTP(RAW, 8, 30, "HmacSHA1"), "Tablet");
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("123456"))).isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345678")))
                .isTrue();
    }

    @Test
    void appThatCannotBeReadMayHaveSixOrEightDigits() {
        add(OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1"), "Phone");
        addBroken(model -> model.setSecretData("garbage"));

        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345678")))
                .isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("1234567")))
                .isFalse();
    }

    private void addBroken(Consumer<CredentialModel> damage) {
        CredentialModel model = OTPCredentialModel.createTOTP(RAW, 6, 30, "HmacSHA1");
        damage.accept(model);
        keycloak.credentials.createStoredCredential(model);
    }
}
