package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.tenantmfa.wiring.rebuild.Rebuilt.assertBecomes;
import static dev.tenantmfa.wiring.rebuild.Rebuilt.rebuild;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who is asked depends on where a condition is. */
class ConditionsRebuildTest {

    private static final String PASSWORD = "REQUIRED auth-username-password-form\n";

    private static void assertPart(String before, String after) {
        assertBecomes(Kind.BROWSER, PASSWORD + before, PASSWORD + after + "REQUIRED tmfa-second-factor\n");
    }

    private static void assertRefused(String part) {
        assertThatThrownBy(() -> rebuild(Kind.BROWSER, PASSWORD + part, false, false))
                .isInstanceOf(NotUnderstood.class);
    }

    @Test
    void conditionInARequiredSubFlowDoesNotCount() {
        assertBecomes(Kind.BROWSER, """
                ALTERNATIVE auth-cookie
                ALTERNATIVE [forms]
                  REQUIRED auth-username-password-form
                  REQUIRED [Browser - Conditional OTP]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                """, """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE [forms]
                    REQUIRED auth-username-password-form
                    REQUIRED [Browser - Conditional OTP]
                      REQUIRED tmfa-second-factor askEverybody=true
                REQUIRED tmfa-second-factor
                """);
        assertPart("""
                REQUIRED [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED conditional-level-of-authentication loa-condition-level=2
                  ALTERNATIVE auth-otp-form
                  ALTERNATIVE auth-recovery-authn-code-form
                """, """
                REQUIRED [staff]
                  REQUIRED tmfa-second-factor askEverybody=true
                """);
    }

    @Test
    void conditionInAnAlternativeDoesNotCount() {
        assertRefused("""
                REQUIRED [second]
                  ALTERNATIVE [otp]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                  ALTERNATIVE foreign-sms
                """);
        assertBecomes(Kind.POST_LOGIN, """
                ALTERNATIVE webauthn-authenticator
                ALTERNATIVE [otp]
                  REQUIRED conditional-user-configured
                  REQUIRED auth-otp-form
                DISABLED foreign-sms
                """, """
                DISABLED foreign-sms
                REQUIRED tmfa-second-factor askEverybody=true
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void conditionOfWhatWasUsedIsNotTheQuestionWhoHasOne() {
        assertPart("""
                CONDITIONAL [2FA]
                  REQUIRED conditional-credential credentials=webauthn-passwordless
                  REQUIRED auth-otp-form
                """, """
                CONDITIONAL [2FA]
                  REQUIRED conditional-credential credentials=webauthn-passwordless
                  REQUIRED tmfa-second-factor askEverybody=true
                """);
    }

    /** Keycloak's condition looks at the steps beside it, and not into sub-flows. */
    @Test
    void conditionBesideSubFlowsOnlyIsAlwaysTrue() {
        assertPart("""
                CONDITIONAL [2FA]
                  REQUIRED conditional-user-configured
                  REQUIRED [otp]
                    REQUIRED auth-otp-form
                """, """
                REQUIRED [2FA]
                  REQUIRED tmfa-second-factor askEverybody=true
                """);
    }

    @Test
    void conditionsOfSubFlowsInsideStay() {
        assertPart("""
                REQUIRED [mfa]
                  CONDITIONAL [staff]
                    REQUIRED conditional-user-role condUserRole=staff
                    REQUIRED webauthn-authenticator
                    ALTERNATIVE auth-otp-form
                  CONDITIONAL [high]
                    REQUIRED conditional-level-of-authentication loa-condition-level=2
                    REQUIRED conditional-user-configured
                    REQUIRED [otp]
                      REQUIRED auth-otp-form
                """, """
                REQUIRED [mfa]
                  CONDITIONAL [staff]
                    REQUIRED conditional-user-role condUserRole=staff
                    REQUIRED tmfa-second-factor askEverybody=true methods=security-key
                  CONDITIONAL [high]
                    REQUIRED conditional-level-of-authentication loa-condition-level=2
                    REQUIRED tmfa-second-factor askEverybody=true freshOnly=true
                """);
        assertPart("""
                REQUIRED [mfa]
                  REQUIRED auth-otp-form
                  CONDITIONAL [key]
                    REQUIRED conditional-user-configured
                    REQUIRED webauthn-authenticator
                """, """
                REQUIRED [mfa]
                  REQUIRED tmfa-second-factor askEverybody=true
                """);
    }

    /** Keycloak refuses users to whom none of the CONDITIONAL executions of a sub-flow applies. */
    @Test
    void usersWhomKeycloakRefusesWithoutAFactorMustSetOneUp() {
        assertPart("""
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  CONDITIONAL [key]
                    REQUIRED conditional-user-configured
                    REQUIRED webauthn-authenticator
                  CONDITIONAL [otp]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                """, """
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED tmfa-second-factor askEverybody=true
                """);
        assertPart("""
                REQUIRED [mfa]
                  REQUIRED allow-access-authenticator
                  CONDITIONAL [otp]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                """, """
                REQUIRED [mfa]
                  REQUIRED allow-access-authenticator
                """);
        assertRefused("""
                REQUIRED [mfa]
                  CONDITIONAL [guests]
                    REQUIRED conditional-user-role condUserRole=guest
                    REQUIRED foreign-sms
                  CONDITIONAL [otp]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                """);
    }

    @Test
    void subFlowThatNeverRunsIsRemoved() {
        assertPart("""
                CONDITIONAL [never]
                  REQUIRED auth-otp-form
                """, "");
    }

    @Test
    void firstLevelOfAuthenticationMayBeTheOnlyOther() {
        assertBecomes(Kind.BROWSER, """
                ALTERNATIVE auth-cookie
                ALTERNATIVE [forms]
                  CONDITIONAL [password]
                    REQUIRED conditional-level-of-authentication loa-condition-level=1
                    REQUIRED auth-username-password-form
                  CONDITIONAL [otp]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                """, """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE [forms]
                    CONDITIONAL [password]
                      REQUIRED conditional-level-of-authentication loa-condition-level=1
                      REQUIRED auth-username-password-form
                REQUIRED tmfa-second-factor
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUIRED foreign-sms", "ALTERNATIVE foreign-sms"})
    void conditionThatAsksForOtherStepsTooIsRefused(String other) {
        assertRefused("""
                CONDITIONAL [2FA]
                  REQUIRED conditional-user-configured
                  %s auth-otp-form
                  %s
                """.formatted(other.split(" ")[0], other));
    }

    @Test
    void rulesOfAStepAreSeenInSubFlowsToo() {
        assertRefused("""
                REQUIRED [otp]
                  REQUIRED auth-conditional-otp-form defaultOtpOutcome=skip
                """);
    }

    @Test
    void subFlowThatAConditionAsksForIsNotTakenOut() {
        assertRefused("""
                CONDITIONAL [2FA]
                  REQUIRED conditional-user-configured
                  REQUIRED auth-otp-form
                CONDITIONAL [others]
                  REQUIRED conditional-sub-flow-executed flow_to_check=2FA check_result=not-executed
                  REQUIRED foreign-sms
                """);
    }
}
