package dev.tenantmfa.factor;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.limit.LoginLimits;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.BruteForceProtector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class SecondFactorsTest {

    private static final Check ACCEPTED = new Check.Accepted("credential-1");
    private static final Check WRONG = new Check.Refused(Reason.WRONG);
    private static final Check USED = new Check.Refused(Reason.USED);
    private static final Check UNUSABLE = new Check.Unusable();

    private final RealmFixture keycloak = new RealmFixture();
    private final BruteForceProtector protector = mock(BruteForceProtector.class);
    private final List<SecondFactorFactory> factories = new ArrayList<>();

    @BeforeEach
    void protectTheRealm() {
        when(keycloak.realm.isBruteForceProtected()).thenReturn(true);
        when(keycloak.session.getProvider(BruteForceProtector.class)).thenReturn(protector);
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class)).thenAnswer(call -> factories.stream());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", " - "})
    void blankInputIsNoAttempt(String raw) {
        FakeFactor factor = factor("a", 10, WRONG);

        assertThat(verifyCode(raw)).isEqualTo(new Verification.Missing());

        assertThat(factor.checks).isZero();
        assertNothingCounted();
    }

    @Test
    void rightCodeNamesKindAndCredentialAndCountsNothing() {
        factor("a", 10, ACCEPTED);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Accepted(FactorKind.TOTP, "credential-1"));

        assertNothingCounted();
    }

    @Test
    void wrongCodeTakesASlotAndIsToldToTheProtectorAsOtp() {
        factor("a", 10, WRONG);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, FactorKind.TOTP));

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
    void codeOfAKindThatIsNotAskedForCounts() {
        factor("a", 10, WRONG).kind = FactorKind.BACKUP_CODE;

        assertThat(codes().verify(keycloak.user, "123456", FactorKind.TOTP))
                .isEqualTo(new Verification.Rejected(Reason.WRONG));

        assertThat(slots()).hasSize(2);
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
    void whatNoFactorTakesIsNoAttempt() {
        factor("a", 10, ACCEPTED).takes = input -> false;
        for (int i = 0; i < 20; i++) {
            assertThat(verifyCode("no code at all")).isEqualTo(new Verification.Malformed());
        }

        assertNothingCounted();
    }

    @Test
    void factorThatThePersonDoesNotHaveIsNotAsked() {
        FakeFactor factor = factor("a", 10, ACCEPTED);
        factor.configured = false;

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Malformed());

        assertThat(factor.checks).isZero();
    }

    @Test
    void digitsAreThoseOfTheUsersAppsAndNoneIfTheyDifferOrAreNotKnown() {
        FakeFactor apps = factor("a", 10, WRONG);
        FakeFactor builtIn = factor("b", 20, WRONG);
        assertThat(digits()).isEmpty();
        apps.digits = Set.of(6);
        assertThat(digits()).hasValue(6);
        builtIn.digits = Set.of(6);
        assertThat(digits()).hasValue(6);
        builtIn.digits = Set.of(8);
        assertThat(digits()).isEmpty();
        builtIn.configured = false;
        assertThat(digits()).hasValue(6);
        apps.digits = Set.of(6, 8);
        assertThat(digits()).isEmpty();
        apps.digits = Set.of(0);
        assertThat(digits()).isEmpty();
    }

    private OptionalInt digits() {
        return SecondFactors.of(keycloak.session).digitsOf(keycloak.user);
    }

    @Test
    void factorThatDoesNotTakeTheInputDoesNotCheckIt() {
        FakeFactor digits = factor("a", 10, ACCEPTED);
        digits.takes = input -> input.isDigits(6);
        FakeFactor letters = factor("b", 20, WRONG);
        letters.takes = input -> input.isLettersOrDigits(12);

        assertThat(verifyCode("123456")).isInstanceOf(Verification.Accepted.class);

        assertThat(letters.checks).isZero();
    }

    @Test
    void attemptThatNobodyCouldLookAtDoesNotCount() {
        factor("a", 10, ACCEPTED).takes = input -> {
            throw new IllegalStateException("the directory is away");
        };

        assertThatThrownBy(() -> verifyCode("123456")).hasMessage("the directory is away");

        assertNothingCounted();
    }

    @Test
    void factorsLookInTheirOrderUntilOneAccepts() {
        FakeFactor last = factor("c", 30, ACCEPTED);
        FakeFactor second = factor("b", 20, new Check.Accepted("of the second"));
        FakeFactor first = factor("a", 10, WRONG);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Accepted(FactorKind.TOTP, "of the second"));

        assertThat(first.checks).isOne();
        assertThat(second.checks).isOne();
        assertThat(last.checks).isZero();
        assertNothingCounted();
    }

    @Test
    void unusableFactorAloneIsSaidAndNotCounted() {
        factor("a", 10, UNUSABLE);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Unusable());

        assertNothingCounted();
    }

    @Test
    void guessBesideAnUnusableFactorCounts() {
        factor("a", 10, UNUSABLE);
        factor("b", 20, WRONG);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, FactorKind.TOTP));

        assertThat(slots()).hasSize(2);
    }

    @Test
    void guessBeforeAnUnusableFactorCounts() {
        factor("a", 10, WRONG);
        factor("b", 20, UNUSABLE);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, FactorKind.TOTP));

        assertThat(slots()).hasSize(2);
    }

    @Test
    void rightCodeBesideAnUnusableFactorIsAccepted() {
        factor("a", 10, UNUSABLE);
        factor("b", 20, ACCEPTED);

        assertThat(verifyCode("123456")).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void usedSaysMoreThanWrongWhateverTheOrder() {
        factor("a", 10, USED);
        factor("b", 20, WRONG);
        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED, FactorKind.TOTP));

        factories.clear();
        factor("a", 10, WRONG);
        factor("b", 20, USED);
        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED, FactorKind.TOTP));
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
    void lockedPersonIsNotLookedAtAndTakesNoSlot() {
        FakeFactor factor = factor("a", 10, ACCEPTED);
        when(protector.isTemporarilyDisabled(keycloak.session, keycloak.realm, keycloak.user))
                .thenReturn(true);
        assertThat(verifyCode("123456")).isEqualTo(new Verification.Locked(false));

        when(protector.isPermanentlyLockedOut(keycloak.session, keycloak.realm, keycloak.user))
                .thenReturn(true);
        assertThat(verifyCode("123456")).isEqualTo(new Verification.Locked(true));

        assertThat(factor.checks).isZero();
        assertNothingCounted();
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
    void everyVerdictIsPublished() {
        factor("a", 10, ACCEPTED);
        Verification verification = verifyCode("123456");

        verify(keycloak.factory)
                .publish(new CodeChecked(keycloak.session, keycloak.realm, keycloak.user, verification));
    }

    @Test
    void codeOfALockedPersonIsPublishedTooAndAMissingOneIsNot() {
        factor("a", 10, ACCEPTED);
        when(protector.isTemporarilyDisabled(keycloak.session, keycloak.realm, keycloak.user))
                .thenReturn(true);

        verifyCode("123456");
        verifyCode(" ");

        verify(keycloak.factory)
                .publish(new CodeChecked(
                        keycloak.session, keycloak.realm, keycloak.user, new Verification.Locked(false)));
        verify(keycloak.factory, times(1)).publish(any());
    }

    @Test
    void usedUpLimitIsPublishedOnce() {
        factor("a", 10, WRONG);

        for (int i = 0; i < 12; i++) {
            verifyCode("123456");
        }

        verify(keycloak.factory, times(1)).publish(new AttemptsUsedUp("demo", false));
    }

    @Test
    void codeWhoseCommitLosesAgainstAnotherRequestCountsAsUsed() {
        factor("a", 10, ACCEPTED);
        doThrow(new IllegalStateException("commit failed", new OptimisticLockException()))
                .doNothing()
                .when(keycloak.session)
                .close();

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED));
    }

    @Test
    void personWhoWasDeletedMeanwhileIsRejected() {
        factor("a", 10, ACCEPTED);
        when(keycloak.users.getUserById(keycloak.realm, "user-1")).thenReturn(null);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG));
    }

    @Test
    void kindsAreThoseThatThePersonHas() {
        factor("a", 10, ACCEPTED).configured = false;
        assertThat(factors().isConfiguredFor(keycloak.user)).isFalse();
        assertThat(factors().kindsOf(keycloak.user)).isEmpty();

        factor("b", 20, ACCEPTED).kind = FactorKind.BACKUP_CODE;
        assertThat(factors().isConfiguredFor(keycloak.user)).isTrue();
        assertThat(factors().kindsOf(keycloak.user)).containsExactly(FactorKind.BACKUP_CODE);
    }

    @Test
    void numberPadIsShownOnlyWhereAllCodesAreDigits() {
        factor("a", 10, ACCEPTED);
        FakeFactor letters = factor("b", 20, ACCEPTED);
        assertThat(factors().takesDigitsOnly(keycloak.user)).isTrue();

        letters.digitsOnly = false;
        assertThat(factors().takesDigitsOnly(keycloak.user)).isFalse();

        letters.configured = false;
        assertThat(factors().takesDigitsOnly(keycloak.user)).isTrue();
    }

    private SecondFactors factors() {
        return SecondFactors.of(keycloak.session);
    }

    private CodeCheck codes() {
        return CodeCheck.of(keycloak.session);
    }

    private Verification verifyCode(String raw) {
        return codes().verify(keycloak.user, raw);
    }

    private List<String> slots() {
        return keycloak.singleUse.keys().stream()
                .filter(key -> key.startsWith("tmfa.attempts.user-1.") && !key.endsWith(".failed"))
                .toList();
    }

    private void assertNothingCounted() {
        assertThat(keycloak.singleUse.keys()).isEmpty();
        verify(protector, never()).failedLogin(any(), any(), any(), any(), any());
    }

    private FakeFactor factor(String id, int order, Check answer) {
        FakeFactor factor = new FakeFactor(answer);
        factories.add(new FactorOf(id, order, factor));
        when(keycloak.session.getProvider(SecondFactor.class, id)).thenReturn(factor);
        return factor;
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

    /** Told apart by its simple name, as the one of Jakarta Persistence is. */
    private static final class OptimisticLockException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class FakeFactor implements CodeFactor {

        private Check answer;
        private FactorKind kind = FactorKind.TOTP;
        private boolean configured = true;
        private boolean digitsOnly = true;
        private Set<Integer> digits = Set.of();
        private Predicate<CodeInput> takes = input -> true;
        private int checks;

        FakeFactor(Check answer) {
            this.answer = answer;
        }

        @Override
        public FactorKind kind() {
            return kind;
        }

        @Override
        public boolean isConfiguredFor(RealmModel realm, UserModel user) {
            return configured;
        }

        @Override
        public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
            return takes.test(input);
        }

        @Override
        public Set<Integer> digitsOf(RealmModel realm, UserModel user) {
            return digits;
        }

        @Override
        public boolean takesDigitsOnly() {
            return digitsOnly;
        }

        @Override
        public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
            checks++;
            return answer;
        }
    }
}
