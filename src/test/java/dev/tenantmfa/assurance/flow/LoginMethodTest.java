package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.fixture.DrawnFlow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginMethodTest {

    private static final String KEYCLOAKS = """
            ALTERNATIVE auth-cookie
            DISABLED auth-spnego
            ALTERNATIVE identity-provider-redirector
            ALTERNATIVE [forms]
              REQUIRED auth-username-password-form
              CONDITIONAL [2fa]
                REQUIRED conditional-user-configured
                ALTERNATIVE auth-otp-form
            """;

    private static final String WIRED = """
            REQUIRED [sign in]
              ALTERNATIVE auth-cookie
              ALTERNATIVE [forms]
                CONDITIONAL [level 1]
                  REQUIRED conditional-level-of-authentication
                  REQUIRED auth-username-password-form
                CONDITIONAL [level 2]
                  REQUIRED conditional-level-of-authentication
                  REQUIRED tmfa-second-factor
                REQUIRED allow-access-authenticator
            REQUIRED tmfa-tenant-access
            REQUIRED tmfa-second-factor
            """;

    private static LoginMethod browser(String drawing) {
        return method(Kind.BROWSER, drawing);
    }

    private static LoginMethod method(Kind kind, String drawing) {
        return new LoginMethod(kind, Scope.REALM, "", DrawnFlow.read("flow", drawing), true);
    }

    @Test
    void keycloaksOwnFlowIsOpenAndSeesOnlyBuiltIn() {
        assertThat(browser(KEYCLOAKS).state()).isEqualTo(State.OPEN);
        assertThat(browser(KEYCLOAKS).seesOnlyBuiltIn()).isTrue();
    }

    @Test
    void demosFlowIsGuardedAndLevelsAreNotTakenForTheStep() {
        LoginMethod wired = browser(WIRED);
        assertThat(wired.state()).isEqualTo(State.GUARDED);
        assertThat(wired.asksTooEarly()).isFalse();
        assertThat(wired.checksTenant()).isTrue();
        assertThat(wired.checksTenantTooLate()).isFalse();
        assertThat(wired.seesOnlyBuiltIn()).isFalse();
        String onlyAtLevel = WIRED.replace("\nREQUIRED tmfa-second-factor", "");
        assertThat(browser(onlyAtLevel).state()).isEqualTo(State.OPEN);
    }

    @Test
    void stepThatDoesNotRunCountsForNothing() {
        assertThat(browser(WIRED.replace("\nREQUIRED tmfa-second", "\nDISABLED tmfa-second"))
                        .state())
                .isEqualTo(State.OPEN);
        assertThat(browser(KEYCLOAKS + "ALTERNATIVE tmfa-second-factor\n").state())
                .isEqualTo(State.OPEN);
        assertThat(browser(WIRED.replace("\nREQUIRED tmfa-second", "\nALTERNATIVE tmfa-second"))
                        .state())
                .as("ignored beside REQUIRED")
                .isEqualTo(State.OPEN);
        assertThat(browser("""
                REQUIRED auth-username-password-form
                CONDITIONAL [no condition]
                  REQUIRED tmfa-second-factor
                """).state()).isEqualTo(State.OPEN);
        assertThat(method(Kind.DIRECT_GRANT, """
                REQUIRED direct-grant-validate-password
                REQUIRED tmfa-second-factor
                """).state())
                .as("the step for browsers")
                .isEqualTo(State.OPEN);
    }

    @Test
    void wayAroundTheStepIsSeen() {
        LoginMethod inForms = browser("""
                ALTERNATIVE auth-cookie
                ALTERNATIVE [forms]
                  REQUIRED auth-username-password-form
                  REQUIRED tmfa-second-factor
                """);
        assertThat(inForms.state()).isEqualTo(State.PARTLY);
        assertThat(inForms.singleSignOnSkips()).isTrue();
        assertThat(inForms.othersSkip()).isFalse();
        LoginMethod beside = browser("""
                ALTERNATIVE magic-link
                ALTERNATIVE [forms]
                  REQUIRED auth-username-password-form
                  REQUIRED tmfa-second-factor
                """);
        assertThat(beside.state()).isEqualTo(State.PARTLY);
        assertThat(beside.othersSkip()).isTrue();
        LoginMethod byRole = browser("""
                REQUIRED auth-username-password-form
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role
                  REQUIRED tmfa-second-factor
                """);
        assertThat(byRole.state()).isEqualTo(State.PARTLY);
    }

    @Test
    void identityProvidersAreTheirPostLoginFlowsAffair() {
        LoginMethod redirecting = browser("""
                ALTERNATIVE identity-provider-redirector
                ALTERNATIVE [forms]
                  REQUIRED auth-username-password-form
                  REQUIRED tmfa-second-factor
                """);
        assertThat(redirecting.state()).isEqualTo(State.GUARDED);
        assertThat(browser("REQUIRED identity-provider-redirector\n").state()).isEqualTo(State.GUARDED);
    }

    @Test
    void orderIsSeen() {
        assertThat(browser("""
                REQUIRED auth-username-form
                REQUIRED tmfa-second-factor
                REQUIRED auth-password-form
                """).asksTooEarly()).isTrue();
        LoginMethod late = browser("""
                REQUIRED auth-username-password-form
                REQUIRED tmfa-second-factor
                REQUIRED tmfa-tenant-access
                """);
        assertThat(late.checksTenantTooLate()).isTrue();
        assertThat(late.asksTooEarly()).isFalse();
    }

    @Test
    void postLoginFlowBeginsAfterTheFirstFactor() {
        assertThat(method(Kind.POST_LOGIN, "REQUIRED tmfa-second-factor\n").state())
                .isEqualTo(State.GUARDED);
        assertThat(method(Kind.POST_LOGIN, "REQUIRED tmfa-second-factor\n").asksTooEarly())
                .isFalse();
        assertThat(new LoginMethod(Kind.POST_LOGIN, Scope.IDENTITY_PROVIDER, "partner", null, true).state())
                .isEqualTo(State.OPEN);
        assertThat(new LoginMethod(Kind.POST_LOGIN, Scope.IDENTITY_PROVIDER, "partner", null, false).state())
                .isEqualTo(State.OFF);
    }

    @Test
    void userNameAloneIsAWayIn() {
        String named = """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE [forms]
                    REQUIRED auth-username-form
                REQUIRED tmfa-tenant-access
                REQUIRED tmfa-second-factor
                """;
        assertThat(browser(named).state()).isEqualTo(State.GUARDED);
        assertThat(browser(named).asksTooEarly()).isTrue();
        LoginMethod kiosk = browser("""
                ALTERNATIVE auth-cookie
                ALTERNATIVE [forms]
                  REQUIRED auth-username-form
                  REQUIRED auth-otp-form
                """);
        assertThat(kiosk.state()).isEqualTo(State.OPEN);
        assertThat(kiosk.seesOnlyBuiltIn()).isTrue();
        assertThat(browser("""
                ALTERNATIVE auth-cookie
                ALTERNATIVE [organization]
                  CONDITIONAL [members]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-username-form
                    REQUIRED auth-password-form
                ALTERNATIVE [forms]
                  REQUIRED auth-username-form
                  REQUIRED auth-password-form
                """).asksTooEarly()).isFalse();
    }

    /** Keycloak runs the first level of a new login whatever the application asks for. */
    @Test
    void firstLevelOfAuthenticationIsNotSkipped() {
        String levels = """
                REQUIRED [sign in]
                  ALTERNATIVE auth-cookie
                  ALTERNATIVE [forms]
                    REQUIRED auth-username-form
                    CONDITIONAL [level 1]
                      REQUIRED conditional-level-of-authentication
                      REQUIRED auth-password-form
                REQUIRED tmfa-second-factor
                """;
        assertThat(browser(levels).asksTooEarly()).isFalse();
        assertThat(browser(levels.replace("auth-password-form", "allow-access-authenticator"))
                        .asksTooEarly())
                .isTrue();
        assertThat(browser(levels.replace("conditional-level-of-authentication", "conditional-user-role"))
                        .asksTooEarly())
                .isTrue();
        assertThat(browser("""
                CONDITIONAL [level 1]
                  REQUIRED conditional-level-of-authentication
                  REQUIRED auth-username-form
                CONDITIONAL [level 2]
                  REQUIRED conditional-level-of-authentication
                  REQUIRED auth-password-form
                REQUIRED tmfa-second-factor
                """).asksTooEarly()).isTrue();
    }

    @Test
    void conditionThatAsksWhetherASubFlowRanIsFollowed() {
        String either = """
                REQUIRED auth-username-form
                CONDITIONAL [passkey]
                  REQUIRED conditional-user-configured
                  REQUIRED webauthn-authenticator-passwordless
                CONDITIONAL [password]
                  REQUIRED conditional-sub-flow-executed flow_to_check=passkey check_result=not-executed
                  REQUIRED auth-password-form
                REQUIRED tmfa-second-factor
                """;
        assertThat(browser(either).asksTooEarly()).isFalse();
        assertThat(browser(either).state()).isEqualTo(State.GUARDED);
        assertThat(browser(either.replace("not-executed", "executed")).asksTooEarly())
                .isTrue();
        assertThat(browser(either.replace("flow_to_check=passkey ", "")).asksTooEarly())
                .isFalse();
        assertThat(browser(either.replace(" flow_to_check=passkey check_result=not-executed", ""))
                        .asksTooEarly())
                .as("false without settings")
                .isTrue();
        assertThat(browser(either.replace(
                                "  REQUIRED auth-password-form",
                                "  REQUIRED conditional-user-role\n  REQUIRED auth-password-form"))
                        .asksTooEarly())
                .as("another condition")
                .isTrue();
    }
}
