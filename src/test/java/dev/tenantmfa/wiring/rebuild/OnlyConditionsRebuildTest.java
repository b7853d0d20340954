package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.wiring.rebuild.Rebuilt.assertBecomes;
import static dev.tenantmfa.wiring.rebuild.Rebuilt.rebuild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A flow of conditions only refuses users to whom none applies, and goes on doing so. */
class OnlyConditionsRebuildTest {

    private static final String STAFF = """
            CONDITIONAL [staff]
              REQUIRED conditional-user-role condUserRole=staff
              REQUIRED allow-access-authenticator
            """;

    private static final String OTP = """
            CONDITIONAL [otp]
              REQUIRED conditional-user-configured
              REQUIRED auth-otp-form
            """;

    @Test
    void usersToWhomNoConditionAppliesStayRefused() {
        assertBecomes(
                Kind.POST_LOGIN, STAFF, "REQUIRED [sign in]\n" + STAFF.indent(2) + "REQUIRED tmfa-second-factor\n");
        assertThat(rebuild(Kind.POST_LOGIN, STAFF, false, false).changes())
                .contains("+ REQUIRED sub-flow \"sign in\" around staff");
    }

    @Test
    void usersWithoutASecondFactorMustSetOneUp() {
        assertBecomes(Kind.POST_LOGIN, OTP, """
                REQUIRED tmfa-second-factor askEverybody=true
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void secondFactorBesideOtherConditionsIsRefused() {
        assertThatThrownBy(() -> rebuild(Kind.POST_LOGIN, STAFF + OTP, false, false))
                .isInstanceOf(NotUnderstood.class);
    }

    @Test
    void conditionWithOnlyAStepOfThisExtensionStays() {
        String staff = """
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED tmfa-second-factor
                """;
        assertBecomes(
                Kind.POST_LOGIN, staff, "REQUIRED [sign in]\n" + staff.indent(2) + "REQUIRED tmfa-second-factor\n");
        FlowRebuild beside = rebuild(Kind.POST_LOGIN, "REQUIRED allow-access-authenticator\n" + staff, false, false);
        assertThat(beside.changes()).anyMatch(line -> line.startsWith("- staff    (only steps of this extension"));
        assertThat(beside.flow().nodes()).hasSize(2);
    }

    @Test
    void stepsThatDoNotRunAreNoReasonToRefuseAnybody() {
        assertBecomes(Kind.POST_LOGIN, "DISABLED foreign-sms\n", """
                DISABLED foreign-sms
                REQUIRED tmfa-second-factor
                """);
    }

    @Test
    void keyThatOnlyItsOwnersHadToUseIsNamed() {
        assertThat(rebuild(Kind.BROWSER, """
                REQUIRED auth-username-password-form
                CONDITIONAL [key]
                  REQUIRED conditional-user-configured
                  REQUIRED webauthn-authenticator
                """, false, false).changes())
                .anyMatch(line -> line.contains("may show another factor instead"));
    }
}
