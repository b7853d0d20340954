package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The fields of a policy beside whom it asks: when it starts, which methods count, how old they may be, who is exempt. */
@KeycloakIntegration
class PolicyFieldsIT {
    @Test
    void fieldThatIsLeftOutKeepsItsValue(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        JsonNode fresh =
                tenant.call(owner, "GET", "/me/mfa-policy", null).expect(200).json();
        assertThat(fresh.get("starts_at").isNull()).isTrue();
        assertThat(fresh.get("allowed_methods").isNull()).isTrue();
        assertThat(fresh.get("max_age_hours").asInt()).isZero();
        assertThat(fresh.get("accept_upstream").toString()).isEqualTo("false");

        Instant start = keycloak.clock().instant().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        put(tenant, owner, Map.of("required_for", "ALL", "starts_at", start.toString()))
                .expect(200);
        put(tenant, owner, Map.of("allowed_methods", List.of("totp", "backup-code")))
                .expect(200);
        put(tenant, owner, Map.of("accept_upstream", true)).expect(200);
        JsonNode policy =
                put(tenant, owner, Map.of("max_age_hours", 12)).expect(200).json();

        assertThat(policy.get("required_for").asText()).isEqualTo("ALL");
        assertThat(Instant.parse(policy.get("starts_at").asText())).isEqualTo(start);
        assertThat(policy.get("allowed_methods").toString()).isEqualTo("[\"totp\",\"backup-code\"]");
        assertThat(policy.get("max_age_hours").asInt()).isEqualTo(12);
        assertThat(policy.get("accept_upstream").toString()).isEqualTo("true");
        Map<String, Object> none = new HashMap<>();
        none.put("starts_at", null);
        none.put("allowed_methods", null);
        none.put("required_for", "NONE");
        JsonNode back = put(tenant, owner, none).expect(200).json();
        assertThat(back.get("starts_at").isNull()).isTrue();
        assertThat(back.get("allowed_methods").isNull()).isTrue();
        assertThat(back.get("max_age_hours").asInt()).isEqualTo(12);
        assertThat(back.get("accept_upstream").toString()).isEqualTo("true");
        assertThat(put(tenant, owner, Map.of("accept_upstream", false))
                        .expect(200)
                        .json()
                        .get("accept_upstream")
                        .toString())
                .isEqualTo("false");
    }

    @Test
    void valuesThatMakeNoSenseAreRefusedAndChangeNothing(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        JsonNode before =
                tenant.call(owner, "GET", "/me/mfa-policy", null).expect(200).json();
        List<Map<String, Object>> bad = List.of(
                Map.of("starts_at", "2020-01-01T00:00:00Z"),
                Map.of("starts_at", "2031-02-30T00:00:00Z"),
                Map.of("starts_at", "tomorrow"),
                Map.of("starts_at", 1_900_000_000),
                Map.of("required_for", "NONE", "starts_at", "2099-01-01T00:00:00Z"),
                Map.of("allowed_methods", List.of()),
                Map.of("allowed_methods", List.of("totp", "carrier-pigeon")),
                Map.of("allowed_methods", List.of("TOTP")),
                Map.of("allowed_methods", List.of(1)),
                Map.of("allowed_methods", "totp"),
                Map.of("allowed_methods", Map.of("totp", true)),
                Map.of("allowed_methods", List.of("upstream")),
                Map.of("max_age_hours", -1),
                Map.of("max_age_hours", 8761),
                Map.of("max_age_hours", "12"),
                Map.of("max_age_hours", 1.5),
                Map.of("accept_upstream", "true"),
                Map.of("accept_upstream", 1),
                Map.of("accept_upstream", List.of(true)));

        for (Map<String, Object> body : bad) {
            assertThat(put(tenant, owner, body).status()).as(body.toString()).isEqualTo(400);
        }

        assertThat(tenant.call(owner, "GET", "/me/mfa-policy", null).expect(200).json())
                .isEqualTo(before);
    }

    @Test
    void policyThatNobodyCanMeetIsRefused(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());

        Answer refused = put(tenant, owner, Map.of("allowed_methods", List.of("backup-code")));

        assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("method_unavailable");
        assertThat(refused.json().get("detail").asText()).contains("backup-code");
    }

    @Test
    void beforeTheStartNobodyMust(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Instant start = keycloak.clock().instant().plus(Duration.ofHours(5));
        put(tenant, tenant.logIn(tenant.owner()), Map.of("required_for", "ALL", "starts_at", start.toString()))
                .expect(200);
        assertThat(tenant.logIn(member).isGranted()).isTrue();

        keycloak.clock().advance(Duration.ofHours(5).plusSeconds(1));

        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
    }

    @Test
    void methodThatIsNotAllowedGivesNoTokens(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        AuthenticatorApp app = enrol(keycloak, member);
        OidcClient cli = keycloak.client("demo-cli");
        Tokens before = cli.password(member, "totp", app.code());
        assertThat(before.isGranted()).isTrue();
        KeptPolicyIT.replaceAttributes(
                keycloak.demo(),
                tenant.id(),
                Map.of(
                        "tenant-mfa.required-for", List.of("ALL"),
                        "tenant-mfa.allowed-methods", List.of("security-key", "passkey")));

        assertThat(cli.refresh(before).error()).isEqualTo("invalid_grant");
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        assertThat(cli.password(member, "totp", app.code()).isGranted()).isFalse();
    }

    @Test
    void olderEvidenceIsAskedForAgainAtTheNextAuthorizationRequestOnly(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        AuthenticatorApp app = enrol(keycloak, member);
        put(tenant, tenant.logIn(tenant.owner()), Map.of("required_for", "ALL", "max_age_hours", 1))
                .expect(200);
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = client.authorization();
        WebPage asked = visitor.logIn(request.uri(), member);
        Tokens tokens = client.redeem(
                request, visitor.submit(asked, Map.of("code", app.code())).code());
        assertThat(tokens.isGranted()).isTrue();
        keycloak.clock().advance(Duration.ofMinutes(20));
        assertThat(visitor.open(client.authorization().uri()).parameter("code")).isPresent();

        for (int i = 0; i < 5; i++) {
            keycloak.clock().advance(Duration.ofMinutes(9));
            tokens = client.refresh(tokens);
            assertThat(tokens.isGranted()).isTrue();
        }

        WebPage again = visitor.open(client.authorization().uri());
        assertThat(again.parameter("code")).isEmpty();
        assertThat(visitor.submit(again, Map.of("code", app.code())).parameter("code"))
                .isPresent();
    }

    @Test
    void usersOfNoTenantHaveTheRealmsPolicy(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Person nobodys = keycloak.demo().newPerson();
        OidcClient cli = keycloak.client("demo-cli");
        Tokens before = cli.password(nobodys);
        keycloak.demo().setAttribute("tenant-mfa.required-for", "ALL");
        try {
            Map<String, String> body = Map.of("tenant_name", "Firm " + UUID.randomUUID());
            for (Answer refused :
                    List.of(tenant.call(before, "GET", "", null), tenant.call(before, "POST", "", body))) {
                assertThat(refused.expect(403).json().get("code").asText()).isEqualTo("mfa_required");
            }
            assertThat(cli.password(nobodys).error()).isEqualTo("mfa_required");
            assertThat(tenant.logIn(member).isGranted())
                    .as("a tenant without a policy")
                    .isTrue();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.required-for", "NONE");
        }
        assertThat(cli.password(nobodys).isGranted()).isTrue();
    }

    /** Where no flow denies access to suspended members, as in a realm without tenant access. */
    @Test
    void usersWhoseMembershipsAreAllSuspendedHaveTheRealmsPolicy(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.copyOfDemoRealm(
                "suspended-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            TenantFixture tenant = TenantFixture.createIn(keycloak, realm);
            Person member = tenant.newMember("MEMBER");
            Person suspended = tenant.newMember("MEMBER");
            tenant.call(tenant.owner(), "PATCH", "/me/users/" + suspended.id(), Map.of("is_active", false))
                    .expect(200);
            String executions = "/authentication/flows/tenant-mfa%20direct%20grant/executions";
            for (JsonNode execution : RealmAdmin.list(realm.get(executions))) {
                if (execution.path("providerId").asText().equals("tmfa-tenant-access")) {
                    realm.put(executions, ((ObjectNode) execution).put("requirement", "DISABLED"))
                            .expect(204);
                }
            }
            realm.setAttribute("tenant-mfa.required-for", "ALL");

            assertThat(tenant.cli().password(suspended).error()).isEqualTo("mfa_required");
            assertThat(tenant.cli().password(member).isGranted()).isTrue();
        } finally {
            realm.delete();
        }
    }

    private static AuthenticatorApp enrol(KeycloakServer keycloak, Person person) {
        return Enrolled.enrol(keycloak, keycloak.demo(), person).app();
    }

    private static Answer put(TenantFixture tenant, Tokens caller, Map<String, Object> body) {
        return tenant.call(caller, "PUT", "/me/mfa-policy", body);
    }
}
