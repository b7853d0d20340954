package dev.tenantmfa.factor;

import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.limit.LoginLimits;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** What a wrong code counts against, and what a user with too many of them can still do. */
class CodeCheckBudgetTest extends CodeCheckFixture {

    @Test
    void wrongCodeTakesASlotAndIsToldToTheProtectorAsOtp() {
        factor("a", 10, WRONG);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, Method.TOTP));

        assertThat(slots()).hasSize(2);
        verify(protector).failedLogin(eq(keycloak.realm), eq(keycloak.user), any(), any(), eq(Set.of("otp")));
    }

    @Test
    void failureUnderABearerTokenCountsAgainstThatSessionAlone() {
        factor("a", 10, WRONG);
        UserSessionModel session = userSession("session-1");
        for (int i = 0; i < 5; i++) {
            assertThat(inSession(session)).isInstanceOf(Verification.Rejected.class);
        }

        assertThat(inSession(session))
                .isInstanceOfSatisfying(
                        Verification.Blocked.class,
                        blocked -> assertThat(blocked.retryAfter()).isLessThanOrEqualTo(Duration.ofHours(24)));

        assertThat(inSession(userSession("session-2"))).isInstanceOf(Verification.Rejected.class);
        assertThat(verifyCode("123456")).isInstanceOf(Verification.Rejected.class);
        assertThat(SecondFactors.of(keycloak.session).retryAfter(keycloak.user)).isEmpty();
        verify(protector, times(1)).failedLogin(any(), any(), any(), any(), any());
    }

    @Test
    void allSessionsOfAUserTogetherHaveALimitThatLoginsDoNotFeel() {
        factor("a", 10, WRONG);
        for (int i = 0; i < 20; i++) {
            assertThat(inSession(userSession("session-" + i / 5))).isInstanceOf(Verification.Rejected.class);
        }

        assertThat(inSession(userSession("session-9"))).isInstanceOf(Verification.Blocked.class);

        assertThat(byCookie("session-9")).as("counted apart").isInstanceOf(Verification.Rejected.class);
        assertThat(verifyCode("123456")).isInstanceOf(Verification.Rejected.class);
        SecondFactors.clearLimits(keycloak.session, keycloak.realm, keycloak.user);
        assertThat(inSession(userSession("session-9"))).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void cookieUsesUpTheSessionAndNoLogin() {
        factor("a", 10, WRONG);
        for (int i = 0; i < 5; i++) {
            assertThat(byCookie("session-1")).isInstanceOf(Verification.Rejected.class);
        }

        assertThat(byCookie("session-1")).isInstanceOf(Verification.Blocked.class);
        assertThat(byCookie("session-2")).isInstanceOf(Verification.Rejected.class);
        assertThat(SecondFactors.of(keycloak.session).usage(keycloak.user)).allMatch(usage -> usage.failures() == 0);
        verify(protector, never()).failedLogin(any(), any(), any(), any(), any());
    }

    @Test
    void whoFailedNeverIsHeldByNothing() {
        factor("a", 10, WRONG);
        SecondFactors factors = SecondFactors.of(keycloak.session);

        assertThat(factors.takesCodesOf(keycloak.user)).isTrue();
        assertThat(factors.standing(keycloak.user)).hasSize(1);
        assertThat(factors.isLocked(keycloak.user)).isFalse();
        assertThat(factors.lockedUntil(keycloak.user)).isEmpty();
        assertThat(factors.usage(keycloak.user))
                .extracting(LoginLimits.Usage::failures)
                .containsExactly(0, 0);
    }

    @Test
    void whoFailedTooOftenIsHeldUntilASlotIsFree() {
        factor("a", 10, WRONG);
        for (int i = 0; i < 10; i++) {
            verifyCode("123456");
        }
        SecondFactors factors = SecondFactors.of(keycloak.session);

        assertThat(factors.lockedUntil(keycloak.user)).isPresent();
        assertThat(factors.usage(keycloak.user))
                .extracting(LoginLimits.Usage::failures)
                .containsExactly(10, 10);
    }

    @Test
    void sessionsMadeUpForARequestShareABudget() {
        factor("a", 10, WRONG);
        for (int i = 0; i < 5; i++) {
            inSession(transientSession("made-up-" + i));
        }

        assertThat(inSession(transientSession("made-up-5"))).isInstanceOf(Verification.Blocked.class);
    }

    @Test
    void lockedPersonIsRefusedUnderABearerTokenToo() {
        FakeFactor factor = factor("a", 10, ACCEPTED);
        when(protector.isTemporarilyDisabled(any(), any(), any())).thenReturn(true);

        assertThat(inSession(userSession("session-1"))).isEqualTo(new Verification.Locked(false));

        assertThat(factor.checks).isZero();
    }

    @Test
    void wrongPasswordTakesFromTheSessionsBudgetAndARightOneDoesNot() {
        UserSessionModel session = userSession("session-1");
        keycloak.credentials.answerKeycloakCheckWith(input -> "right".equals(input.getChallengeResponse()));
        SecondFactors factors = SecondFactors.of(keycloak.session);
        for (int i = 0; i < 6; i++) {
            assertThat(CodeCheck.of(keycloak.session).refusalOfPassword(keycloak.user, session, "right"))
                    .isEmpty();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(CodeCheck.of(keycloak.session).refusalOfPassword(keycloak.user, session, "wrong"))
                    .contains(new Verification.Rejected(Reason.WRONG_PASSWORD));
        }

        assertThat(CodeCheck.of(keycloak.session).refusalOfPassword(keycloak.user, session, "right"))
                .get()
                .isInstanceOf(Verification.Blocked.class);
        verify(protector, never()).failedLogin(any(), any(), any(), any(), any());
    }

    @Test
    void eleventhCodeWithinTheHourIsNotLookedAtEvenIfRight() {
        FakeFactor factor = factor("a", 10, WRONG);
        for (int i = 0; i < 10; i++) {
            assertThat(verifyCode("123456")).isInstanceOf(Verification.Rejected.class);
        }
        factor.answer = ACCEPTED;

        assertThat(verifyCode("123456"))
                .isInstanceOfSatisfying(
                        Verification.Blocked.class,
                        blocked ->
                                assertThat(blocked.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1)));

        assertThat(factor.checks).isEqualTo(10);
        verify(protector, times(10)).failedLogin(any(), any(), any(), any(), any());
        assertThat(SecondFactors.of(keycloak.session).retryAfter(keycloak.user)).isPresent();
    }

    @Test
    void limitsOfTheRealmHold() {
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "2");
        factor("a", 10, WRONG);
        verifyCode("1");
        verifyCode("2");

        assertThat(verifyCode("3")).isInstanceOf(Verification.Blocked.class);
    }

    @Test
    void clearedLimitsLetThePersonTryAgain() {
        factor("a", 10, WRONG);
        for (int i = 0; i < 10; i++) {
            verifyCode("123456");
        }

        SecondFactors.clearLimits(keycloak.session, keycloak.realm, keycloak.user);

        assertThat(slots()).isEmpty();
        assertThat(verifyCode("123456")).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void realmWithoutBruteForceProtectionIsLimitedAllTheSame() {
        when(keycloak.realm.isBruteForceProtected()).thenReturn(false);
        factor("a", 10, WRONG);
        for (int i = 0; i < 10; i++) {
            verifyCode("123456");
        }

        assertThat(verifyCode("123456")).isInstanceOf(Verification.Blocked.class);
        verify(protector, never()).failedLogin(any(), any(), any(), any(), any());
    }

    @Test
    void usedUpLimitIsPublishedOnce() {
        factor("a", 10, WRONG);

        for (int i = 0; i < 12; i++) {
            verifyCode("123456");
        }

        verify(keycloak.factory, times(1)).publish(new AttemptsUsedUp("demo", false));
    }

    private Verification byCookie(String session) {
        return codes().verify(keycloak.user, AttemptBudget.ofCookie(userSession(session)), "123456");
    }

    private Verification inSession(UserSessionModel session) {
        return codes().verifyInSession(keycloak.user, session, "123456");
    }

    private UserSessionModel userSession(String id) {
        UserSessionModel session = mock(UserSessionModel.class);
        when(session.getId()).thenReturn(id);
        when(session.getUser()).thenReturn(keycloak.user);
        when(session.getPersistenceState()).thenReturn(UserSessionModel.SessionPersistenceState.PERSISTENT);
        return session;
    }

    private UserSessionModel transientSession(String id) {
        UserSessionModel session = userSession(id);
        when(session.getPersistenceState()).thenReturn(UserSessionModel.SessionPersistenceState.TRANSIENT);
        return session;
    }
}
