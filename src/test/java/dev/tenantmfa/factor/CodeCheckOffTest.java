package dev.tenantmfa.factor;

import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.pass.AccessPasses;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** A user whose codes are switched off after too many wrong ones, and codes other than those of an app. */
class CodeCheckOffTest extends CodeCheckFixture {

    private static final Set<FactorKind> WITH_PASS = Set.of(FactorKind.TOTP, FactorKind.ACCESS_PASS);

    private final AccessPasses passes = mock(AccessPasses.class);
    private FakeFactor app;

    @BeforeEach
    void app() {
        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "10");
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "100");
        app = factor("a", 10, WRONG);
    }

    private void switchOff() {
        for (int i = 0; i < 10; i++) {
            verifyCode("123456");
        }
        app.answer = ACCEPTED;
    }

    private Verification verifyWithPass(String raw) {
        return codes().verify(keycloak.user, AttemptBudget.ofLogins(), raw, WITH_PASS);
    }

    private void hasPass() {
        when(keycloak.session.getProvider(AccessPasses.class)).thenReturn(passes);
        when(passes.looksLikeOne("PASS")).thenReturn(true);
        when(passes.validUntil(any())).thenReturn(Optional.of(Instant.MAX));
    }

    @Test
    void onlyAnAccessPassIsCheckedThen() {
        switchOff();
        assertThat(verifyWithPass("PASS")).as("no pass").isEqualTo(new Verification.SwitchedOff());
        hasPass();
        FakeFactor pass = factor("p", 20, WRONG);
        pass.kind = FactorKind.ACCESS_PASS;

        assertThat(verifyCode("PASS")).as("not asked for").isEqualTo(new Verification.SwitchedOff());
        assertThat(verifyWithPass("123456")).as("does not look like a pass").isEqualTo(new Verification.SwitchedOff());
        assertThat(pass.checks).isZero();
        assertThat(verifyWithPass("PASS")).isInstanceOf(Verification.Rejected.class);
        assertThat(app.checks).as("the app was not asked").isEqualTo(10);
        pass.answer = ACCEPTED;
        assertThat(verifyWithPass("PASS")).isInstanceOf(Verification.Accepted.class);
        assertThat(verifyCode("123456")).as("on again").isInstanceOf(Verification.Accepted.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " - "})
    void emptyCodeIsMissing(String raw) {
        assertThat(codes().refusalOfAny(keycloak.user, raw)).contains(new Verification.Missing());
    }

    @Test
    void anyCodeIsRefusedOnlyWhenCodesAreOff() {
        assertThat(codes().refusalOfAny(keycloak.user, "123456")).isEmpty();
        switchOff();

        assertThat(codes().refusalOfAny(keycloak.user, "123456")).contains(new Verification.SwitchedOff());
    }

    @Test
    void usedCodeIsNotAGuess() {
        app.answer = USED;
        for (int i = 0; i < 12; i++) {
            assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED, Method.TOTP));
        }
    }

    @Test
    void messageCodeIsCheckedByThatFactorOnlyAndWithTheChallenge() {
        MessageChallenge challenge = new MessageChallenge("id", "attempt");
        FakeFactor message = factor("m", 20, ACCEPTED);
        message.kind = FactorKind.MESSAGE_CODE;
        message.takes = input -> input.challenge().filter(challenge::equals).isPresent();

        assertThat(codes().verifyMessageCode(keycloak.user, AttemptBudget.ofLogins(), challenge, "123456"))
                .isInstanceOf(Verification.Accepted.class);
        assertThat(codes().verifyMessageCode(keycloak.user, AttemptBudget.ofLogins(), challenge, null))
                .isEqualTo(new Verification.Missing());
        assertThat(app.checks).isZero();
    }

    @Test
    void codeThatNoFactorAcceptsByItsShapeIsNotAnAttempt() {
        app.takes = input -> false;

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Malformed());
        assertThat(app.checks).isZero();
        assertNothingCounted();
    }
}
