package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.wiring.rebuild.Rebuilt.assertBecomes;
import static dev.tenantmfa.wiring.rebuild.Rebuilt.rebuild;
import static org.assertj.core.api.Assertions.assertThat;

/** A level of authentication asks for what was not shown before, with whatever steps it has. */
class StepUpRebuildTest {

    private static final String BEFORE = """
            ALTERNATIVE auth-cookie
            ALTERNATIVE [forms]
              CONDITIONAL [l1]
                REQUIRED conditional-level-of-authentication loa-condition-level=1
                REQUIRED auth-username-password-form
              CONDITIONAL [l2]
                REQUIRED conditional-level-of-authentication loa-condition-level=2
            """;

    private static final String AFTER = BEFORE.indent(2).replaceFirst("^", "REQUIRED [sign in]\n");

    private static void assertLevel(String part, String after) {
        assertBecomes(Kind.BROWSER, BEFORE + part.indent(4), AFTER + after.indent(6) + "REQUIRED tmfa-second-factor\n");
    }

    @Test
    void stepOfThisExtensionWithoutSettingsKeepsItsLevel() {
        assertLevel(
                "REQUIRED tmfa-second-factor\nREQUIRED tmfa-tenant-access\n",
                "REQUIRED tmfa-second-factor askEverybody=true freshOnly=true\n");
        assertThat(rebuild(Kind.BROWSER, BEFORE + "    REQUIRED tmfa-second-factor\n", false, false)
                        .changes())
                .anyMatch(line -> line.startsWith("- forms / l2 / tmfa-second-factor    (without settings"));
        assertLevel(
                "REQUIRED [inside]\n  REQUIRED auth-password-form\n  REQUIRED tmfa-second-factor\n",
                "REQUIRED [inside]\n  REQUIRED auth-password-form\n"
                        + "  REQUIRED tmfa-second-factor askEverybody=true freshOnly=true\n");
        assertLevel("REQUIRED tmfa-second-factor methods=totp\n", "REQUIRED tmfa-second-factor methods=totp\n");
    }

    @Test
    void levelOfAPasswordGrantKeepsItsStepToo() {
        assertBecomes(Kind.DIRECT_GRANT, """
                REQUIRED direct-grant-validate-username
                REQUIRED direct-grant-validate-password
                CONDITIONAL [l2]
                  REQUIRED conditional-level-of-authentication loa-condition-level=2
                  REQUIRED tmfa-direct-grant-code
                CONDITIONAL [l3]
                  REQUIRED conditional-level-of-authentication loa-condition-level=3
                  REQUIRED acme-check
                  CONDITIONAL [otp]
                    REQUIRED conditional-user-configured
                    REQUIRED direct-grant-validate-otp
                """, """
                REQUIRED direct-grant-validate-username
                REQUIRED direct-grant-validate-password
                CONDITIONAL [l2]
                  REQUIRED conditional-level-of-authentication loa-condition-level=2
                  REQUIRED tmfa-direct-grant-code askEverybody=true
                CONDITIONAL [l3]
                  REQUIRED conditional-level-of-authentication loa-condition-level=3
                  REQUIRED acme-check
                REQUIRED tmfa-direct-grant-code
                """);
    }

    @Test
    void stepBesideAnotherOneIsFreshToo() {
        assertLevel(
                "REQUIRED auth-password-form\nREQUIRED auth-otp-form\n",
                "REQUIRED auth-password-form\nREQUIRED tmfa-second-factor askEverybody=true freshOnly=true\n");
        assertLevel("""
                REQUIRED auth-password-form
                REQUIRED [key]
                  REQUIRED webauthn-authenticator
                """, """
                REQUIRED auth-password-form
                REQUIRED [key]
                  REQUIRED tmfa-second-factor askEverybody=true freshOnly=true methods=security-key
                """);
    }

    @Test
    void usersWhoHaveAFactorAreAskedForItAnew() {
        assertLevel("""
                REQUIRED auth-password-form
                CONDITIONAL [2FA]
                  REQUIRED conditional-user-configured
                  ALTERNATIVE auth-otp-form
                  ALTERNATIVE webauthn-authenticator
                CONDITIONAL [key]
                  REQUIRED conditional-user-configured
                  REQUIRED webauthn-authenticator
                """, """
                REQUIRED auth-password-form
                REQUIRED tmfa-second-factor freshOnly=true
                """);
        // Also everybody, if everybody is asked.
        assertLevel("""
                REQUIRED auth-password-form
                CONDITIONAL [2FA]
                  REQUIRED conditional-user-configured
                  REQUIRED auth-otp-form
                REQUIRED auth-otp-form
                """, """
                REQUIRED auth-password-form
                REQUIRED tmfa-second-factor freshOnly=true
                REQUIRED tmfa-second-factor askEverybody=true freshOnly=true
                """);
    }

    @Test
    void conditionInALevelIsAskedFreshToo() {
        assertLevel("""
                REQUIRED auth-password-form
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED auth-otp-form
                """, """
                REQUIRED auth-password-form
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED tmfa-second-factor askEverybody=true freshOnly=true
                """);
    }
}
