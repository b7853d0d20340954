package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many invitations are mailed, and to whom they are visible. */
@KeycloakIntegration
class InvitationLimitsIT {
    @Test
    void adminHandlesNoInvitationOfAnOwner(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        String id = invite(tenant, UUID.randomUUID() + "@example.test", "OWNER")
                .expect(201)
                .json()
                .get("id")
                .asText();
        Tokens tokens = tenant.logIn(admin);

        assertThat(tenant.call(tokens, "DELETE", "/me/invitations/" + id, null).status())
                .isEqualTo(403);
        assertThat(tenant.call(tokens, "POST", "/me/invitations/" + id + "/resend", null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void invitationsOfOtherTenantsAreNotThere(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        String id = invite(other, UUID.randomUUID() + "@example.test", "MEMBER")
                .expect(201)
                .json()
                .get("id")
                .asText();

        assertThat(tenant.call(tenant.owner(), "DELETE", "/me/invitations/" + id, null)
                        .status())
                .isEqualTo(404);
        assertThat(other.call(other.owner(), "GET", "/me/invitations", null).json())
                .hasSize(1);
    }

    @Test
    void oneMoreTenantBuysNoMoreMails(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture second = TenantFixture.create(keycloak);
        keycloak.demo().setAttribute("tenant-mfa.tenant-mails-per-hour", "2");
        try {
            second.add(tenant.owner(), "OWNER");
            invite(tenant, UUID.randomUUID() + "@example.test", "MEMBER").expect(201);
            invite(tenant, UUID.randomUUID() + "@example.test", "MEMBER").expect(201);

            Answer refused = second.call(
                    tenant.owner(),
                    "POST",
                    "/me/invitations",
                    Map.of("email", UUID.randomUUID() + "@example.test", "role", "MEMBER"));

            assertThat(refused.expect(429).json().get("code").asText()).isEqualTo("too_many_mails");
            invite(second, UUID.randomUUID() + "@example.test", "MEMBER").expect(201);
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.tenant-mails-per-hour", "1000");
        }
    }

    @Test
    void mailboxHasOneInvitationHoweverItsDomainIsTyped(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String[][] same = {
            {"@stra\u00DFe.test", "@xn--strae-oqa.test", "@STRA\u1E9EE.test"},
            {"@\uFF45xample.test", "@example.test", "@example\u3002test"},
            {"@\u03B1\u03C2.test", "@xn--mxa8a.test"}
        };
        for (String[] spellings : same) {
            invite(tenant, unique + spellings[0], "MEMBER").expect(201);
            for (String spelling : spellings) {
                assertThat(invite(tenant, unique + spelling, "MEMBER").status())
                        .as(spelling)
                        .isEqualTo(409);
            }
        }
        invite(tenant, unique + "@strasse.test", "MEMBER").expect(201);
    }

    @Test
    void mailsAreBounded(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        keycloak.demo().setAttribute("tenant-mfa.tenant-mails-per-hour", "2");
        try {
            invite(tenant, UUID.randomUUID() + "@example.test", "MEMBER").expect(201);
            invite(tenant, UUID.randomUUID() + "@example.test", "MEMBER").expect(201);

            Answer refused = invite(tenant, UUID.randomUUID() + "@example.test", "MEMBER");

            assertThat(refused.expect(429).json().get("code").asText()).isEqualTo("too_many_mails");
            assertThat(refused.header("Retry-After")).isPresent();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.tenant-mails-per-hour", "1000");
        }
    }

    /** Each of these tells somebody by mail, and can be repeated without end. */
    @Test
    void mailsAboutFactorsAndExemptionsAreBoundedToo(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String member = "/me/users/" + tenant.newMember("MEMBER").id();
        Tokens owner = FreshOwner.of(keycloak, tenant).tokens();
        String until = Instant.now().plus(Duration.ofDays(2)).toString();
        keycloak.demo().setAttribute("tenant-mfa.tenant-mails-per-hour", "3");
        try {
            tenant.call(owner, "POST", member + "/mfa/access-pass", Map.of()).expect(201);
            tenant.call(owner, "PATCH", member, Map.of("mfa_exempt_until", until))
                    .expect(200);
            tenant.call(owner, "POST", member + "/mfa/reset", null).expect(204);

            for (Answer refused : List.of(
                    tenant.call(owner, "POST", member + "/mfa/access-pass", Map.of()),
                    tenant.call(owner, "PATCH", member, Map.of("mfa_exempt_until", until)),
                    tenant.call(owner, "POST", member + "/mfa/reset", null))) {
                assertThat(refused.expect(429).json().get("code").asText()).isEqualTo("too_many_mails");
                assertThat(refused.header("Retry-After")).isPresent();
            }
            tenant.call(owner, "DELETE", member + "/mfa/access-pass", null);
            tenant.call(owner, "PATCH", member, Map.of("role", "ADMIN")).expect(200);
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.tenant-mails-per-hour", "1000");
        }
    }

    private static Answer invite(TenantFixture tenant, String email, String role) {
        return tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", email, "role", role));
    }
}
