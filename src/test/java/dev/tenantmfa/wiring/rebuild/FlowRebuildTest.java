package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.headless.grant.DirectGrantCodeAuthenticatorFactory;
import dev.tenantmfa.login.SecondFactorStepFactory;
import dev.tenantmfa.tenant.login.DirectGrantUserFactory;
import dev.tenantmfa.tenant.login.TenantAccessAuthenticatorFactory;
import dev.tenantmfa.tenant.login.TenantLoginFormFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.tenantmfa.wiring.rebuild.Rebuilt.assertBecomes;
import static dev.tenantmfa.wiring.rebuild.Rebuilt.rebuild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Flows as companies have them, and what becomes of them. */
class FlowRebuildTest {
    @Test
    void whoWasAskedByAConditionStaysAsked() {
        assertBecomes(Kind.BROWSER, """
                REQUIRED auth-username-password-form
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED auth-otp-form
                """, """
                REQUIRED auth-username-password-form
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED tmfa-second-factor askEverybody=true
                REQUIRED tmfa-second-factor
                """);
        assertBecomes(Kind.BROWSER, """
                REQUIRED auth-username-password-form
                REQUIRED auth-otp-form
                """, """
                REQUIRED auth-username-password-form
                REQUIRED tmfa-second-factor askEverybody=true
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void whatKeycloakIgnoresIsNotMadeUpFor() {
        assertBecomes(Kind.BROWSER, """
                REQUIRED auth-username-password-form
                ALTERNATIVE auth-otp-form
                ALTERNATIVE [second]
                  REQUIRED webauthn-authenticator
                """, """
                REQUIRED auth-username-password-form
                REQUIRED tmfa-second-factor
                """);
        assertBecomes(Kind.RESET_CREDENTIALS, """
                REQUIRED reset-credentials-choose-user
                REQUIRED reset-credential-email
                REQUIRED reset-password
                REQUIRED reset-otp
                """, """
                REQUIRED reset-credentials-choose-user
                REQUIRED reset-credential-email
                REQUIRED tmfa-second-factor
                REQUIRED reset-password
                """);
    }

    @Test
    void levelsOfAuthenticationStay() {
        assertBecomes(Kind.BROWSER, """
                ALTERNATIVE auth-cookie
                ALTERNATIVE [forms]
                  CONDITIONAL [password]
                    REQUIRED conditional-level-of-authentication loa-condition-level=1
                    REQUIRED auth-username-password-form
                  CONDITIONAL [key]
                    REQUIRED conditional-level-of-authentication loa-condition-level=2
                    REQUIRED webauthn-authenticator
                """, """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE [forms]
                    CONDITIONAL [password]
                      REQUIRED conditional-level-of-authentication loa-condition-level=1
                      REQUIRED auth-username-password-form
                    CONDITIONAL [key]
                      REQUIRED conditional-level-of-authentication loa-condition-level=2
                      REQUIRED tmfa-second-factor askEverybody=true freshOnly=true methods=security-key
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void foreignStepsStay() {
        assertBecomes(Kind.BROWSER, """
                ALTERNATIVE auth-cookie
                ALTERNATIVE magic-link
                ALTERNATIVE webauthn-authenticator-passwordless
                ALTERNATIVE [forms]
                  REQUIRED acme-captcha strength=9
                  REQUIRED auth-username-password-form
                  DISABLED [old]
                    REQUIRED auth-otp-form
                """, """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE magic-link
                  ALTERNATIVE webauthn-authenticator-passwordless
                  ALTERNATIVE [forms]
                    REQUIRED acme-captcha strength=9
                    REQUIRED auth-username-password-form
                    DISABLED [old]
                      REQUIRED auth-otp-form
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void whatWasWiredWronglyIsPlacedAnew() {
        assertBecomes(Kind.BROWSER, """
                ALTERNATIVE auth-cookie
                ALTERNATIVE [forms]
                  REQUIRED auth-username-form
                  DISABLED tmfa-second-factor
                  REQUIRED auth-password-form
                  CONDITIONAL [alone]
                    REQUIRED conditional-user-configured
                    REQUIRED tmfa-second-factor
                """, """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE [forms]
                    REQUIRED auth-username-form
                    REQUIRED auth-password-form
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void stepsOfThisExtensionThatDoNotRunAreNotKept() {
        assertBecomes(Kind.BROWSER, """
                REQUIRED auth-username-password-form
                DISABLED tmfa-second-factor askEverybody=true
                DISABLED [level]
                  REQUIRED conditional-level-of-authentication loa-condition-level=2
                  REQUIRED tmfa-second-factor freshOnly=true
                DISABLED [other]
                  REQUIRED acme-captcha
                  REQUIRED [inside]
                    REQUIRED acme-captcha
                    REQUIRED tmfa-second-factor freshOnly=true
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED tmfa-second-factor askEverybody=true
                """, """
                REQUIRED auth-username-password-form
                DISABLED [other]
                  REQUIRED acme-captcha
                  REQUIRED [inside]
                    REQUIRED acme-captcha
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED tmfa-second-factor askEverybody=true
                REQUIRED tmfa-second-factor
                """);
    }

    /** The tree is read below the packages that have the providers. */
    @Test
    void stepsAreThoseOfTheProviders() {
        assertThat(StepKind.SECOND_FACTOR_STEP).isEqualTo(SecondFactorStepFactory.PROVIDER_ID);
        assertThat(StepKind.GRANT_CODE_STEP).isEqualTo(DirectGrantCodeAuthenticatorFactory.PROVIDER_ID);
        assertThat(StepKind.TENANT_ACCESS_STEP).isEqualTo(TenantAccessAuthenticatorFactory.PROVIDER_ID);
        assertThat(StepKind.GRANT_USER_STEP).isEqualTo(DirectGrantUserFactory.PROVIDER_ID);
        assertThat(StepKind.SIGN_IN_STEP).isEqualTo(TenantLoginFormFactory.PROVIDER_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Without the OTP, the users of either step would be asked for the other.
                "REQUIRED auth-username-password-form\nREQUIRED [second]\n  ALTERNATIVE auth-otp-form\n"
                        + "  ALTERNATIVE magic-link\n",
                "REQUIRED auth-username-password-form\nREQUIRED auth-conditional-otp-form defaultOtpOutcome=skip\n",
                "ALTERNATIVE auth-cookie\nALTERNATIVE [second]\n  REQUIRED auth-otp-form\n",
                "REQUIRED auth-username-password-form\nREQUIRED missing-step\n",
                // The second factor before the first.
                "REQUIRED auth-username-form\nREQUIRED auth-otp-form\nREQUIRED auth-password-form\n",
                "ALTERNATIVE auth-cookie\nALTERNATIVE [forms]\n  REQUIRED auth-username-form\n  REQUIRED auth-otp-form\n"
            })
    void whatIsNotUnderstoodIsRefusedInWords(String drawing) {
        assertThatThrownBy(() -> rebuild(Kind.BROWSER, drawing, false, false))
                .isInstanceOfSatisfying(NotUnderstood.class, refusal -> {
                    assertThat(refusal.path()).isNotBlank();
                    assertThat(refusal.reason()).endsWith(".");
                    assertThat(refusal.byHand()).endsWith(".");
                });
    }
}
