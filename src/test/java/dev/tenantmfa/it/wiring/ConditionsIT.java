package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users without a second factor whom Keycloak does not let in with the password only, before and after an installation. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ConditionsIT extends ExistingRealms {

    private static final String PASSWORD = """
            ALTERNATIVE auth-cookie
            ALTERNATIVE [shop-forms]
              REQUIRED [shop-password]
                REQUIRED auth-username-password-form
            """;

    ConditionsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private void assertMustSetUp(String part, String fieldBefore) {
        ExistingRealm realm = realm();
        realm.bind("browserFlow", realm.flow("shop", PASSWORD + part.indent(2)));
        Person person = realm.admin().newPerson();
        WebPage before = logIn(realm, person);
        assertThat(LoginStep.of(before)).as(before.text()).isNotEqualTo(LoginStep.IN);
        assertThat(before.hasField("totp")).as(before.text()).isEqualTo(fieldBefore.equals("totp"));

        realm.installed(Map.of());

        assertThat(realm.state("browser")).isEqualTo("GUARDED");
        WebPage page = logIn(realm, realm.admin().newPerson());
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.SET_UP);
    }

    private WebPage logIn(ExistingRealm realm, Person person) {
        return keycloak.visitor().logIn(realm.app().authorization().uri(), person);
    }

    @Test
    void conditionOfARequiredSubFlowIsIgnored() {
        assertMustSetUp("""
                REQUIRED [shop-otp]
                  REQUIRED conditional-user-configured
                  REQUIRED auth-otp-form
                """, "totp");
    }

    @Test
    void conditionOfWhatWasUsedStays() {
        assertMustSetUp("""
                CONDITIONAL [shop-otp]
                  REQUIRED conditional-credential credentials=webauthn-passwordless
                  REQUIRED auth-otp-form
                """, "totp");
    }

    @Test
    void conditionBesideSubFlowsOnlyIsTrue() {
        assertMustSetUp("""
                CONDITIONAL [shop-2fa]
                  REQUIRED conditional-user-configured
                  REQUIRED [shop-otp]
                    REQUIRED auth-otp-form
                """, "totp");
    }

    @Test
    void subFlowInWhichNothingAppliesIsRefused() {
        assertMustSetUp("""
                REQUIRED [shop-2fa]
                  CONDITIONAL [shop-otp]
                    REQUIRED conditional-user-configured
                    REQUIRED auth-otp-form
                """, "");
    }

    /** The copy of a flow has sub-flows with names of its own. */
    @Test
    void conditionAsksForTheCopyOfASubFlow() {
        assertMustSetUp("""
                CONDITIONAL [shop-otp]
                  REQUIRED conditional-sub-flow-executed flow_to_check=shop-password check_result=executed
                  REQUIRED auth-otp-form
                """, "totp");
    }
}
