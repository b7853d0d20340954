package dev.tenantmfa.factor;

import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.limit.AttemptBudget;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of the user's factors are asked, by their kinds. */
class CodeCheckKindsTest extends CodeCheckFixture {

    @Test
    void codeOfAKindThatIsNotAskedForCounts() {
        factor("a", 10, WRONG).kind = FactorKind.BACKUP_CODE;

        assertThat(codes().verify(keycloak.user, AttemptBudget.ofLogins(), "123456", Set.of(FactorKind.TOTP)))
                .isEqualTo(new Verification.Rejected(Reason.WRONG));

        assertThat(slots()).hasSize(2);
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

    @Test
    void factorThatThePersonDoesNotHaveIsNotAsked() {
        FakeFactor factor = factor("a", 10, ACCEPTED);
        factor.configured = false;

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Malformed());

        assertThat(factor.checks).isZero();
    }

    private OptionalInt digits() {
        return SecondFactors.of(keycloak.session).digitsOf(keycloak.user);
    }
}
