package dev.tenantmfa.factor;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.SecondFactor.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** In which order factors check a code, and what becomes of their answers. */
class CodeCheckTest extends CodeCheckFixture {

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
    void whatNoFactorTakesIsNoAttempt() {
        factor("a", 10, ACCEPTED).takes = input -> false;
        for (int i = 0; i < 20; i++) {
            assertThat(verifyCode("no code at all")).isEqualTo(new Verification.Malformed());
        }

        assertNothingCounted();
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
    void codeWhoseUseCannotBeRecordedIsRefusedAndCounted() {
        factor(
                "a",
                10,
                new Check.Claimed(
                        new Check.Accepted("credential-1"), (request, realm, user) -> Optional.of(Reason.USED)));

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED, Method.TOTP));

        assertThat(slots()).hasSize(2);
    }

    @Test
    void useIsRecordedInTheSessionOfTheRequest() {
        List<KeycloakSession> sessions = new ArrayList<>();
        factor("a", 10, new Check.Claimed(new Check.Accepted("credential-1"), (request, realm, user) -> {
            sessions.add(request);
            return Optional.empty();
        }));

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Accepted(FactorKind.TOTP, "credential-1"));

        assertThat(sessions).containsExactly(keycloak.session);
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

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, Method.TOTP));

        assertThat(slots()).hasSize(2);
    }

    @Test
    void guessBeforeAnUnusableFactorCounts() {
        factor("a", 10, WRONG);
        factor("b", 20, UNUSABLE);

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, Method.TOTP));

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
        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED, Method.TOTP));

        factories.clear();
        factor("a", 10, WRONG);
        factor("b", 20, USED);
        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.USED, Method.TOTP));
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

    /** Told apart by its simple name, as the one of Jakarta Persistence is. */
    private static final class OptimisticLockException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
