package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor.HandedOver;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

import static org.assertj.core.api.Assertions.assertThat;

class TotpFactorTest {

    private static final Check WRONG = new Check.Refused(Reason.WRONG);
    private static final Check USED = new Check.Refused(Reason.USED);
    private static final TotpParameters SIX = new TotpParameters(6, 30, TotpAlgorithm.SHA1);
    private static final TotpParameters EIGHT = new TotpParameters(8, 30, TotpAlgorithm.SHA512);

    private final RealmFixture keycloak = new RealmFixture();
    private final TotpFactor factor = new TotpFactor(keycloak.session);
    private final TotpSecret secret = TotpSecret.generate(SecretGenerator.getInstance()::randomBytes);
    private final long step = RealmFixture.START.getEpochSecond() / 30;

    @Test
    void appIsGivenToKeycloakWithAllThatItIs() throws Exception {
        TotpCredential app = TotpCredential.create(
                "user-1",
                secret,
                EIGHT,
                "Phone",
                step,
                RealmFixture.START,
                CredentialSeal.of(keycloak.session, keycloak.realm));
        keycloak.credentials.createStoredCredential(app.model());

        assertThat(factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START))
                .isEqualTo(new HandedOver(1, 0));

        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(TotpCredential.TYPE))
                .isEmpty();
        OTPCredentialModel otp =
                OTPCredentialModel.createFromCredentialModel(keycloak.credentials.only(OTPCredentialModel.TYPE));
        assertThat(otp.getDecodedSecret()).isEqualTo(secret.bytes());
        assertThat(otp.getOTPCredentialData().getSubType()).isEqualTo(OTPCredentialModel.TOTP);
        assertThat(otp.getOTPCredentialData().getDigits()).isEqualTo(8);
        assertThat(otp.getOTPCredentialData().getPeriod()).isEqualTo(30);
        assertThat(otp.getOTPCredentialData().getAlgorithm()).isEqualTo("HmacSHA512");
        assertThat(otp.getUserLabel()).isEqualTo("Phone");
        assertThat(otp.getCreatedDate()).isEqualTo(RealmFixture.START.toEpochMilli());
    }

    @Test
    void usedCodesOfAGivenAppAreUsedForKeycloakTooAndNoOthers() {
        add(secret, SIX, -1);
        check(code(secret, step));

        factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START);

        String otp = keycloak.credentials.only(OTPCredentialModel.TYPE).getId();
        assertThat(keycloak.singleUse.contains(otp + "." + code(secret, step - 1)))
                .isTrue();
        assertThat(keycloak.singleUse.contains(otp + "." + code(secret, step))).isTrue();
        assertThat(keycloak.singleUse.contains(otp + "." + code(secret, step + 1)))
                .isFalse();
        KeycloakOtpFactor builtIn = new KeycloakOtpFactor(keycloak.session);
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        assertThat(builtIn.check(
                        keycloak.realm,
                        keycloak.user,
                        CodeInput.of(code(secret, step)).orElseThrow(),
                        RealmFixture.START))
                .isEqualTo(USED);
        assertThat(builtIn.check(
                        keycloak.realm,
                        keycloak.user,
                        CodeInput.of(code(secret, step + 1)).orElseThrow(),
                        RealmFixture.START))
                .isEqualTo(new Check.Accepted(otp));
    }

    @Test
    void appWhoseSecretDoesNotOpenIsNotGiven() {
        add(secret, SIX, -1);
        keycloak.removeAesKey("kid-1");

        assertThat(factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START))
                .isEqualTo(new HandedOver(0, 1));

        assertThat(keycloak.credentials.only(TotpCredential.TYPE)).isNotNull();
        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE))
                .isEmpty();
    }

    @Test
    void appOfAFederatedPersonKeepsItsName() {
        InMemoryCredentials credentials = new InMemoryCredentials();
        UserModel person = RealmFixture.person("f:storage:ada", credentials);
        TotpCredential app = TotpCredential.create(
                person.getId(),
                secret,
                SIX,
                "Phone",
                step,
                RealmFixture.START,
                CredentialSeal.of(keycloak.session, keycloak.realm));
        credentials.createStoredCredential(app.model());

        factor.handOver(keycloak.realm, person, RealmFixture.START);

        assertThat(credentials.only(OTPCredentialModel.TYPE).getUserLabel()).isEqualTo("Phone");
    }

    @Test
    void givenAppWhoseNameKeycloaksOtpHasAlreadyGoesWithoutOne() {
        OTPCredentialModel there = OTPCredentialModel.createTOTP("secret", 6, 30, "HmacSHA1");
        there.setId("otp-1");
        there.setUserLabel("phone");
        keycloak.credentials.createStoredCredential(there);
        TotpCredential app = TotpCredential.create(
                "user-1",
                secret,
                SIX,
                "Phone",
                step,
                RealmFixture.START,
                CredentialSeal.of(keycloak.session, keycloak.realm));
        keycloak.credentials.createStoredCredential(app.model());

        factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START);

        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE))
                .extracting(CredentialModel::getUserLabel)
                .containsExactly("phone", null);
    }

    @Test
    void codeOfAnAppIsAcceptedAndRemembered() {
        TotpCredential app = add(secret, SIX, -1);

        assertThat(check(code(secret, step))).isEqualTo(new Check.Accepted(app.id()));

        assertThat(stored().lastStep()).isEqualTo(step);
        assertThat(factor.kind()).isEqualTo(FactorKind.TOTP);
        assertThat(factor.takesDigitsOnly()).isTrue();
    }

    @Test
    void digitsAreThoseOfTheAppsWhateverThePolicyIs() {
        add(secret, EIGHT, -1);
        assertThat(factor.digitsOf(keycloak.realm, keycloak.user)).containsExactly(8);

        add(TotpSecret.generate(SecretGenerator.getInstance()::randomBytes), SIX, -1);
        assertThat(factor.digitsOf(keycloak.realm, keycloak.user)).containsExactlyInAnyOrder(6, 8);
    }

    @Test
    void reusedCodeIsRefusedAsUsed() {
        add(secret, SIX, -1);
        check(code(secret, step));

        assertThat(check(code(secret, step))).isEqualTo(USED);
    }

    @Test
    void codeBeforeTheLastUsedOneIsRefusedAsUsed() {
        add(secret, SIX, -1);
        check(code(secret, step));

        assertThat(check(code(secret, step - 1))).isEqualTo(USED);
        assertThat(stored().lastStep()).isEqualTo(step);
    }

    @Test
    void nextCodeIsAccepted() {
        add(secret, SIX, -1);
        check(code(secret, step));

        assertThat(check(code(secret, step + 1))).isInstanceOf(Check.Accepted.class);
        assertThat(stored().lastStep()).isEqualTo(step + 1);
    }

    @Test
    void codeThatProvedTheSetUpCannotLogIn() {
        add(secret, SIX, step);

        assertThat(check(code(secret, step))).isEqualTo(USED);
    }

    @Test
    void codeThatAnotherNodeClaimedIsRefusedThoughTheCredentialDoesNotShowIt() {
        TotpCredential app = add(secret, SIX, -1);
        keycloak.singleUse.putIfAbsent("tmfa.totp." + app.id() + "." + step, 60);

        assertThat(check(code(secret, step))).isEqualTo(USED);
        assertThat(stored().lastStep()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void claimOutlivesTheWindowOfTheCode(int window) {
        keycloak.setOtpPolicy(new OTPPolicy("totp", "HmacSHA1", 0, 6, window, 30));
        add(secret, SIX, -1);
        String code = code(secret, step + window);
        assertThat(check(code)).isInstanceOf(Check.Accepted.class);
        keycloak.credentials.updateStoredCredential(withLastStep(stored().model(), -1));

        for (int seconds = 0; seconds < 300; seconds += 5) {
            keycloak.clock.advance(Duration.ofSeconds(5));
            assertThat(check(code)).isInstanceOf(Check.Refused.class);
        }
    }

    @Test
    void wrongCodeIsRefusedAndClaimsNothing() {
        add(secret, SIX, -1);

        assertThat(check(code(secret, step + 5))).isEqualTo(WRONG);
        assertThat(keycloak.singleUse.keys()).isEmpty();
    }

    @Test
    void lookAroundOfTheRealmIsHonoured() {
        add(secret, SIX, -1);
        keycloak.setOtpPolicy(new OTPPolicy("totp", "HmacSHA1", 0, 6, 0, 30));
        assertThat(check(code(secret, step - 1))).isEqualTo(WRONG);

        keycloak.setOtpPolicy(new OTPPolicy("totp", "HmacSHA1", 0, 6, 3, 30));
        assertThat(check(code(secret, step - 3))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void anyOfSeveralAppsIsGood() {
        add(secret, SIX, -1);
        TotpSecret other = TotpSecret.generate(SecretGenerator.getInstance()::randomBytes);
        TotpCredential second = add(other, EIGHT, -1);

        assertThat(check(new Totp(EIGHT, other).codeAt(step))).isEqualTo(new Check.Accepted(second.id()));
        assertThat(check(code(secret, step))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void codeOfAnAppOfSomebodyElseIsWrong() {
        add(secret, SIX, -1);
        InMemoryCredentials others = new InMemoryCredentials();
        UserModel other = RealmFixture.person("user-2", others);
        others.createStoredCredential(TotpCredential.create(
                        "user-2",
                        TotpSecret.generate(SecretGenerator.getInstance()::randomBytes),
                        SIX,
                        null,
                        -1,
                        Instant.EPOCH,
                        seal())
                .model());

        assertThat(factor.check(keycloak.realm, other, input(code(secret, step)), keycloak.clock.now()))
                .isEqualTo(WRONG);
    }

    @Test
    void rowThatWasCopiedFromSomebodyElseIsUnusable() {
        InMemoryCredentials others = new InMemoryCredentials();
        UserModel other = RealmFixture.person("user-2", others);
        others.createStoredCredential(add(secret, SIX, -1).model());

        assertThat(factor.check(keycloak.realm, other, input(code(secret, step)), keycloak.clock.now()))
                .isEqualTo(new Check.Unusable());
    }

    @Test
    void secretWhoseKeyIsGoneIsUnusableAndStillCountsAsAFactor() {
        add(secret, SIX, -1);
        keycloak.removeAesKey("kid-1");

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(check(code(secret, step))).isEqualTo(new Check.Unusable());
    }

    @Test
    void dataThatIsNotReadableIsUnusableAndTakesEveryCode() {
        CredentialModel model = add(secret, SIX, -1).model();
        model.setCredentialData("garbage");
        keycloak.credentials.updateStoredCredential(model);

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("1234567890")))
                .isTrue();
        assertThat(check(code(secret, step))).isEqualTo(new Check.Unusable());
    }

    @Test
    void guessAtAReadableAppBesideABrokenOneIsRefused() {
        CredentialModel broken = add(secret, SIX, -1).model();
        broken.setSecretData("{}");
        keycloak.credentials.updateStoredCredential(broken);
        add(TotpSecret.generate(SecretGenerator.getInstance()::randomBytes), SIX, -1);

        assertThat(check(code(secret, step))).isEqualTo(WRONG);
    }

    @Test
    void usedCodeIsSealedAnewAfterARotation() {
        add(secret, SIX, -1);
        keycloak.putAesKey("kid-2", "fedcba9876543210");

        assertThat(check(code(secret, step))).isInstanceOf(Check.Accepted.class);

        keycloak.removeAesKey("kid-1");
        assertThat(check(code(secret, step + 1))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void codeIsAcceptedWhereTheNewKeyCannotBeHad() {
        add(secret, SIX, -1);
        keycloak.setAttribute("tenant-mfa.encryption-key", "${vault.not-there}");

        assertThat(check(code(secret, step))).isInstanceOf(Check.Accepted.class);
        assertThat(check(code(secret, step))).isEqualTo(USED);
    }

    @Test
    void onlyDigitsOfALengthThatAnAppHasAreTaken() {
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("123456"))).isFalse();
        add(secret, SIX, -1);
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("123456"))).isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345678")))
                .isFalse();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345a"))).isFalse();
        add(secret, EIGHT, -1);
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("12345678")))
                .isTrue();
    }

    @Test
    void personWithoutAnAppHasNoFactorAndNoCode() {
        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(check("123456")).isEqualTo(WRONG);
    }

    private TotpCredential add(TotpSecret secret, TotpParameters parameters, long lastStep) {
        TotpCredential app =
                TotpCredential.create("user-1", secret, parameters, null, lastStep, RealmFixture.START, seal());
        keycloak.credentials.createStoredCredential(app.model());
        return app;
    }

    private CredentialSeal seal() {
        return CredentialSeal.of(keycloak.session, keycloak.realm);
    }

    private TotpCredential stored() {
        return TotpCredential.of(keycloak.credentials.only(TotpCredential.TYPE)).orElseThrow();
    }

    private static CredentialModel withLastStep(CredentialModel model, long lastStep) {
        CredentialModel changed = model.shallowClone();
        changed.setCredentialData(
                model.getCredentialData().replaceAll("\"lastStep\":-?\\d+", "\"lastStep\":" + lastStep));
        return changed;
    }

    private Check check(String code) {
        return factor.check(keycloak.realm, keycloak.user, input(code), keycloak.clock.now());
    }

    private static String code(TotpSecret secret, long step) {
        return new Totp(SIX, secret).codeAt(step);
    }

    private static CodeInput input(String code) {
        return CodeInput.of(code).orElseThrow();
    }
}
