package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What ends a login that waits for a code. */
@KeycloakIntegration
class MfaTokenEndIT {
    private static final String DEAD = "The mfa_token is invalid or expired.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void diesWhenThePersonLogsOut(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken before = MfaToken.of(keycloak, enrolled.person());

        keycloak.client("demo-app").logOut(enrolled.tokens());

        assertThat(before.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        MfaToken after = MfaToken.of(keycloak, enrolled.person());
        assertThat(after.otp(enrolled.app().code()).isGranted()).isTrue();
    }

    @Test
    void diesWhenAnAdministratorEndsTheSessions(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        keycloak.demo().logOut(enrolled.person());

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
    }

    @Test
    void diesWhenThePasswordChanges(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        keycloak.demo()
                .put(
                        "/users/" + enrolled.person().id() + "/reset-password",
                        Map.of("type", "password", "value", "Another-Horse-8!", "temporary", false))
                .expect(204);

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
    }

    @Test
    void diesWithTheAccount(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        keycloak.demo().updateUser(enrolled.person(), user -> user.put("enabled", false));

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(token.call("GET", "authenticators", null).status()).isEqualTo(401);
    }

    @Test
    void doesNotComeBackWithTheAccount(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        keycloak.demo().updateUser(enrolled.person(), user -> user.put("enabled", false));
        keycloak.demo().updateUser(enrolled.person(), user -> user.put("enabled", true));

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(MfaToken.of(keycloak, enrolled.person())
                        .otp(enrolled.app().code())
                        .isGranted())
                .as("a new one")
                .isTrue();
    }

    @Test
    void doesNotComeBackWithTheTenant(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        MfaToken ofTenant = MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias());
        for (boolean active : new boolean[] {false, true}) {
            keycloak.admin()
                    .request("PATCH", "/admin/realms/demo/tenants/" + tenant.id(), Map.of("is_active", active))
                    .expect(200);
        }

        assertThat(ofTenant.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias())
                        .otp(enrolled.app().code())
                        .isGranted())
                .as("a new one")
                .isTrue();
    }

    @Test
    void doesNotComeBackWithADeletedTenant(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        MfaToken ofTenant = MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias());
        keycloak.demo().delete("/tenants/" + tenant.id()).expect(204);
        keycloak.admin()
                .request("PATCH", "/admin/realms/demo/tenants/" + tenant.id(), Map.of("is_active", true))
                .expect(200);

        assertThat(ofTenant.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
    }

    @Test
    void doesNotOpenASuspendedTenant(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        MfaToken token = MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias());

        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        Map.of("name", tenant.name(), "alias", tenant.alias(), "enabled", false))
                .expect(204);

        Tokens refused = token.otp(enrolled.app().code());
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(token.call("POST", "challenge", Map.of("client_id", "demo-cli"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void diesWhenThePersonIsLocked(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        MfaToken unused = MfaToken.of(keycloak, enrolled.person());
        keycloak.demo().update(realm -> realm.put("failureFactor", 2));
        try {
            Person guesser = new Person("", enrolled.person().username(), null, "wrong");
            Await.that("a lock", PATIENCE, () -> {
                keycloak.client("demo-cli").password(guesser);
                return keycloak.demo().isLocked(enrolled.person());
            });

            assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo("Invalid user credentials");
        } finally {
            keycloak.demo().update(realm -> realm.put("failureFactor", 30));
        }
        keycloak.demo()
                .delete("/attack-detection/brute-force/users/"
                        + enrolled.person().id())
                .expect(204);

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(unused.otp(enrolled.app().code()).errorDescription())
                .as("one that nobody tried while the lock lasted")
                .isEqualTo(DEAD);
    }
}
