package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.fixture.DrawnFlow;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.wiring.rebuild.Rebuilt.assertBecomes;
import static dev.tenantmfa.wiring.rebuild.Rebuilt.rebuild;
import static org.assertj.core.api.Assertions.assertThat;

/** Keycloak's own flows, and what becomes of them. */
class KeycloaksFlowsRebuildTest {
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
}
