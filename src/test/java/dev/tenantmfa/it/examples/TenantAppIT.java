package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.io.File;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code examples/tenant-app}: from the sign-up to the logout. */
@KeycloakIntegration
class TenantAppIT {
    private static final String EXAMPLE = "tenant-app";

    private final String email = "tenant-app-" + UUID.randomUUID() + "@example.test";

    @BeforeAll
    static void needsItsTools() {
        Program.require("bash", "bash", "--version");
        Program.require("curl", "curl", "--version");
        Program.require("Python 3", "python3", "--version");
    }

    @Test
    void aTenantsFirstDayWorksFromSignUpToLogout(KeycloakServer keycloak) {
        try (SharedClock clock = new SharedClock(keycloak.clock())) {
            Program.Finished day = tutorial(keycloak, clock).run().expectSuccess();

            assertThat(day.out())
                    .contains(email + " is OWNER of \"Company of " + email + "\"")
                    .contains("role OWNER, username " + email + ", second factor: False")
                    .contains("without a token: 401 invalid_token")
                    .contains("the old refresh token: 400 invalid_grant")
                    .contains("without a code: 403 mfa_required")
                    .contains("logged in, mfa: True")
                    .endsWith("the access token, at once: 401 invalid_token\n")
                    .doesNotContain("eyJ")
                    .doesNotContain(RealmAdmin.PASSWORD);
        }
        Person owner = keycloak.demo().person(email, RealmAdmin.PASSWORD);
        assertThat(keycloak.demo().credentials(owner))
                .extracting(credential -> credential.get("type").asText())
                .contains("tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void whoHasASecondFactorAlreadyIsToldWhatIsWrong(KeycloakServer keycloak) {
        try (SharedClock clock = new SharedClock(keycloak.clock())) {
            tutorial(keycloak, clock).run().expectSuccess();

            assertThat(tutorial(keycloak, clock).run().expect(1).err())
                    .startsWith("Sign-up of " + email + ": expected 200, got 403: mfa_required");
        }
    }

    private Program tutorial(KeycloakServer keycloak, SharedClock clock) {
        return Program.inExample(EXAMPLE, "./tutorial.sh", email)
                .with("TENANT_MFA_URL", keycloak.base() + "/realms/" + KeycloakServer.DEMO_REALM)
                .with("TENANT_APP_PASSWORD", RealmAdmin.PASSWORD)
                .with("PATH", Program.resource("bin") + File.pathSeparator + System.getenv("PATH"))
                .with("CLOCK", clock.url());
    }
}
