package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.fixture.DrawnFlow;
import dev.tenantmfa.headless.grant.DirectGrantCodeAuthenticatorFactory;
import dev.tenantmfa.login.SecondFactorStepFactory;
import dev.tenantmfa.tenant.login.DirectGrantUserFactory;
import dev.tenantmfa.tenant.login.TenantAccessAuthenticatorFactory;
import dev.tenantmfa.tenant.login.TenantLoginFormFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Flows as companies have them, and what becomes of them. */
class FlowRebuildTest {

    private static FlowRebuild rebuild(Kind kind, String drawing, boolean tenantAccess, boolean tenantForm) {
        return FlowRebuild.of(
                new LoginMethod(kind, Scope.REALM, "", DrawnFlow.read("shop flow", drawing), true),
                tenantAccess,
                tenantForm);
    }

    private static void assertBecomes(Kind kind, String before, String after) {
        assertThat(DrawnFlow.draw(rebuild(kind, before, false, false).flow())).isEqualTo(after);
    }

    @Test
    void keycloaksBrowserFlow() {
        FlowRebuild rebuild = rebuild(Kind.BROWSER, """
                ALTERNATIVE auth-cookie
                DISABLED auth-spnego
                ALTERNATIVE identity-provider-redirector
                ALTERNATIVE [Organization]
                  CONDITIONAL [Browser - Conditional Organization]
                    REQUIRED conditional-user-configured
                    ALTERNATIVE organization
                ALTERNATIVE [forms]
                  REQUIRED auth-username-password-form
                  CONDITIONAL [Browser - Conditional 2FA]
                    REQUIRED conditional-user-configured
                    REQUIRED conditional-credential credentials=webauthn-passwordless
                    ALTERNATIVE auth-otp-form
                    DISABLED webauthn-authenticator
                    ALTERNATIVE auth-recovery-authn-code-form
                """, true, true);

        assertThat(DrawnFlow.draw(rebuild.flow())).isEqualTo("""
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  DISABLED auth-spnego
                  ALTERNATIVE identity-provider-redirector
                  ALTERNATIVE [Organization]
                    CONDITIONAL [Browser - Conditional Organization]
                      REQUIRED conditional-user-configured
                      ALTERNATIVE organization
                  ALTERNATIVE [forms]
                    REQUIRED tmfa-tenant-login-form
                REQUIRED tmfa-tenant-access
                REQUIRED tmfa-second-factor
                """);
        assertThat(rebuild.flow().alias()).isEqualTo("tenant-mfa browser of shop flow");
        assertThat(rebuild.changes())
                .anyMatch(line -> line.startsWith("- forms / Browser - Conditional 2FA"))
                .contains("+ REQUIRED tmfa-second-factor");
    }

    @Test
    void keycloaksOtherFlows() {
        assertBecomes(Kind.RESET_CREDENTIALS, """
                REQUIRED reset-credentials-choose-user
                REQUIRED reset-credential-email
                REQUIRED reset-password
                CONDITIONAL [Reset - Conditional OTP]
                  REQUIRED conditional-user-configured
                  REQUIRED reset-otp
                """, """
                REQUIRED reset-credentials-choose-user
                REQUIRED reset-credential-email
                REQUIRED tmfa-second-factor
                REQUIRED reset-password
                """);
        assertThat(DrawnFlow.draw(rebuild(Kind.DIRECT_GRANT, """
                REQUIRED direct-grant-validate-username
                REQUIRED direct-grant-validate-password
                CONDITIONAL [Direct Grant - Conditional OTP]
                  REQUIRED conditional-user-configured
                  REQUIRED direct-grant-validate-otp
                """, true, false).flow()))
                .isEqualTo("""
                REQUIRED tmfa-direct-grant-user
                REQUIRED direct-grant-validate-password
                REQUIRED tmfa-tenant-access
                REQUIRED tmfa-direct-grant-code
                """);
        assertBecomes(Kind.POST_LOGIN, "", "REQUIRED tmfa-second-factor\n");
    }

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
                "REQUIRED auth-username-form\nREQUIRED auth-otp-form\nREQUIRED auth-password-form\n"
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
