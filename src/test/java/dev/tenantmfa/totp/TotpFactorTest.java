package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpSecret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;

class TotpFactorTest extends TotpFactorFixture {
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

    @Test
    void claimedCodeIsRefusedIfTheDatabaseKnowsALaterOne() {
        TotpCredential app = add(secret, SIX, -1);
        Check check = factor.check(keycloak.realm, keycloak.user, input(code(secret, step)), keycloak.clock.now());
        assertThat(check).isInstanceOf(Check.Claimed.class);
        keycloak.credentials.updateStoredCredential(withLastStep(app.model(), step));

        assertThat(recorded(check)).isEqualTo(USED);
        assertThat(stored().lastStep()).isEqualTo(step);
    }

    @Test
    void claimedCodeOfAnAppThatWasRemovedIsWrong() {
        TotpCredential app = add(secret, SIX, -1);
        Check check = factor.check(keycloak.realm, keycloak.user, input(code(secret, step)), keycloak.clock.now());
        keycloak.credentials.removeStoredCredentialById(app.id());

        assertThat(recorded(check)).isEqualTo(WRONG);
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

    private TotpCredential stored() {
        return TotpCredential.of(keycloak.credentials.only(TotpCredential.TYPE)).orElseThrow();
    }

    private static CredentialModel withLastStep(CredentialModel model, long lastStep) {
        CredentialModel changed = model.shallowClone();
        changed.setCredentialData(
                model.getCredentialData().replaceAll("\"lastStep\":-?\\d+", "\"lastStep\":" + lastStep));
        return changed;
    }
}
