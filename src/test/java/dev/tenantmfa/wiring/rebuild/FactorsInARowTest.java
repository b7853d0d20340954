package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.tenantmfa.wiring.rebuild.Rebuilt.rebuild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where Keycloak asks for two different second factors, none of them is lost. */
class FactorsInARowTest {

    private static void rebuilt(String part) {
        rebuild(Kind.BROWSER, "REQUIRED auth-username-password-form\n" + part, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                REQUIRED auth-otp-form
                REQUIRED webauthn-authenticator
                """, """
                REQUIRED auth-otp-form
                REQUIRED auth-recovery-authn-code-form
                """, """
                REQUIRED [key]
                  REQUIRED webauthn-authenticator
                REQUIRED [code]
                  ALTERNATIVE auth-otp-form
                  ALTERNATIVE auth-recovery-authn-code-form
                """, """
                REQUIRED [keys]
                  REQUIRED webauthn-authenticator
                  REQUIRED webauthn-authenticator-passwordless
                """, """
                CONDITIONAL [admins]
                  REQUIRED conditional-user-role condUserRole=admin
                  REQUIRED auth-otp-form
                  REQUIRED webauthn-authenticator
                """, """
                REQUIRED auth-otp-form
                CONDITIONAL [admins]
                  REQUIRED conditional-user-role condUserRole=admin
                  REQUIRED webauthn-authenticator
                """, """
                CONDITIONAL [both]
                  REQUIRED conditional-user-configured
                  REQUIRED auth-otp-form
                  REQUIRED webauthn-authenticator
                """, """
                CONDITIONAL [high]
                  REQUIRED conditional-level-of-authentication loa-condition-level=2
                  REQUIRED auth-otp-form
                  REQUIRED webauthn-authenticator
                """, """
                REQUIRED [choice]
                  ALTERNATIVE [both]
                    REQUIRED auth-otp-form
                    REQUIRED webauthn-authenticator
                  ALTERNATIVE auth-recovery-authn-code-form
                """})
    void twoDifferentOnesAreRefused(String part) {
        assertThatThrownBy(() -> rebuilt(part)).isInstanceOfSatisfying(NotUnderstood.class, refusal -> {
            assertThat(refusal.path()).isNotBlank();
            assertThat(refusal.reason()).contains("one after another", "a").endsWith(".");
            assertThat(refusal.byHand()).contains("tmfa-second-factor");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A choice that one of them serves too.
                """
                REQUIRED webauthn-authenticator
                REQUIRED [choice]
                  ALTERNATIVE auth-otp-form
                  ALTERNATIVE webauthn-authenticator
                """,
                // The conditions may exclude each other.
                """
                CONDITIONAL [staff]
                  REQUIRED conditional-user-role condUserRole=staff
                  REQUIRED webauthn-authenticator
                CONDITIONAL [others]
                  REQUIRED conditional-user-role condUserRole=staff negate=true
                  REQUIRED auth-otp-form
                """,
                // Each level is a question of its own.
                """
                CONDITIONAL [silver]
                  REQUIRED conditional-level-of-authentication loa-condition-level=2
                  REQUIRED auth-otp-form
                CONDITIONAL [gold]
                  REQUIRED conditional-level-of-authentication loa-condition-level=3
                  REQUIRED webauthn-authenticator
                """,
                // Keycloak ignores the ALTERNATIVE one.
                """
                REQUIRED auth-otp-form
                ALTERNATIVE webauthn-authenticator
                """
            })
    void whatOneServesIsNot(String part) {
        assertThatCode(() -> rebuilt(part)).doesNotThrowAnyException();
    }

    @Test
    void otherWayThroughTheFlowDoesNotCount() {
        assertThatCode(() -> rebuild(Kind.BROWSER, """
                ALTERNATIVE [by key]
                  REQUIRED auth-username-password-form
                  REQUIRED webauthn-authenticator
                ALTERNATIVE [by code]
                  REQUIRED auth-username-form
                  REQUIRED webauthn-authenticator-passwordless
                  REQUIRED auth-otp-form
                """, false, false)).doesNotThrowAnyException();
    }
}
