package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tools that replace the attributes of an organization, and values that make no sense. */
@KeycloakIntegration
class KeptPolicyIT {

    private static final Map<String, List<String>> FOREIGN = Map.of("plan", List.of("gold"));

    @Test
    void policyHoldsAfterItsAttributesWereReplaced(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        ask(tenant, owner, "ALL", 0);

        replaceAttributes(tenant, FOREIGN);

        assertThat(attributesOf(tenant).size()).as("nothing is written back").isEqualTo(1);
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
        replaceAttributes(tenant, Map.of());
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");

        replaceAttributes(tenant, Map.of("tenant-mfa.required-for", List.of("NONE")));
        assertThat(tenant.logIn(member).isGranted())
                .as("a declared value holds")
                .isTrue();
        replaceAttributes(tenant, FOREIGN);
        assertThat(tenant.logIn(member).isGranted())
                .as("the last one that was declared is kept")
                .isTrue();
    }

    @Test
    void policyThatAToolDeclaredIsKeptToo(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        dev.tenantmfa.it.mfa.Tenant tenant = dev.tenantmfa.it.mfa.Tenant.create(realm);
        Person member = tenant.newMember();
        replaceAttributes(realm, tenant.id(), Map.of("tenant-mfa.required-for", List.of("ALL")));
        assertThat(keycloak.client("demo-cli").password(member).error()).isEqualTo("mfa_required");

        replaceAttributes(realm, tenant.id(), FOREIGN);

        assertThat(keycloak.client("demo-cli").password(member).error()).isEqualTo("mfa_required");
    }

    /** Such a tenant keeps nothing yet, and may not have been looked at since. */
    @Test
    void policyFromBeforeTheUpgradeHolds(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        dev.tenantmfa.it.mfa.Tenant tenant = dev.tenantmfa.it.mfa.Tenant.create(realm);
        Person member = tenant.newMember();
        replaceAttributes(realm, tenant.id(), Map.of("tenant-mfa.required-for", List.of("ALL")));
        forgetWhatIsKept(realm, tenant.id());

        replaceAttributes(realm, tenant.id(), FOREIGN);

        assertThat(keycloak.client("demo-cli").password(member).error()).isEqualTo("mfa_required");
    }

    @Test
    void emailAndDeletionMarkHoldToo(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person owner = realm.newPerson();
        String email = UUID.randomUUID() + "@tenant.test";
        String name = "Kept " + UUID.randomUUID();
        Map<String, String> wanted = Map.of("tenant_name", name, "tenant_email", email, "owner_id", owner.id());
        String id = realm.post("/tenants", wanted).expect(201).json().get("id").asText();

        replaceAttributes(realm, id, FOREIGN);

        assertThat(tenant(realm, id).get("email").asText()).isEqualTo(email);
        assertThat(keycloak.client("demo-cli")
                        .password(owner, "tenant", email)
                        .claims()
                        .get("tenant_id")
                        .asText())
                .isEqualTo(id);
        Map<String, String> other = Map.of("tenant_name", "Other " + UUID.randomUUID(), "tenant_email", email);
        assertThat(realm.post("/tenants", other).status()).isEqualTo(409);

        realm.delete("/tenants/" + id).expect(204);
        replaceAttributes(realm, id, FOREIGN);
        assertThat(tenant(realm, id).get("deleted_at").isNull()).isFalse();
        assertThat(tenant(realm, id).get("tenant_name").asText()).isEqualTo(name);
        keycloak.admin()
                .request("PATCH", "/admin/realms/" + realm.name() + "/tenants/" + id, Map.of("is_active", true))
                .expect(200);
        assertThat(tenant(realm, id).get("deleted_at").isNull()).isTrue();
        assertThat(tenant(realm, id).get("tenant_name").asText()).isEqualTo(name);
        assertThat(tenant(realm, id).get("email").asText()).isEqualTo(email);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "all", "ALLE", "NONE,ALL", "OWNERS", "0", "null"})
    void valueThatMakesNoSenseCountsAsTheStrictest(String value, KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");

        replaceAttributes(
                tenant,
                Map.of(
                        "tenant-mfa.required-for",
                        List.of(value.split(",")),
                        "tenant-mfa.grace-period-days",
                        List.of("soon")));

        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
        List<JsonNode> told = complaints(tenant);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).at("/details/tenant-mfa.required-for").asText()).isEqualTo("counts as ALL");
        assertThat(told.get(0).at("/details/tenant-mfa.grace-period-days").asText())
                .isEqualTo("counts as 0");
        replaceAttributes(tenant, FOREIGN);
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
        assertThat(complaints(tenant)).hasSize(1);
    }

    private static List<JsonNode> complaints(TenantFixture tenant) {
        return RealmAdmin.list(tenant.realm().get("/admin-events?max=100&resourcePath=organizations/" + tenant.id()))
                .stream()
                .filter(event -> event.path("error").asText().equals("invalid_policy_value"))
                .toList();
    }

    private static void ask(TenantFixture tenant, Tokens owner, String requiredFor, int days) {
        tenant.call(owner, "PUT", "/me/mfa-policy", Map.of("required_for", requiredFor, "grace_period_days", days))
                .expect(200);
    }

    private static JsonNode tenant(RealmAdmin realm, String id) {
        return realm.get("/tenants/" + id).expect(200).json();
    }

    private static void forgetWhatIsKept(RealmAdmin realm, String id) {
        UUID kept = UUID.nameUUIDFromBytes(("tenant-mfa.kept." + id).getBytes(StandardCharsets.UTF_8));
        realm.delete("/organizations/" + id + "/groups/" + kept).expect(204);
    }

    private static JsonNode attributesOf(TenantFixture tenant) {
        return tenant.realm()
                .get("/organizations/" + tenant.id())
                .expect(200)
                .json()
                .get("attributes");
    }

    private static void replaceAttributes(TenantFixture tenant, Map<String, List<String>> attributes) {
        replaceAttributes(tenant.realm(), tenant.id(), attributes);
    }

    static void replaceAttributes(RealmAdmin realm, String id, Map<String, List<String>> attributes) {
        ObjectNode organization =
                (ObjectNode) realm.get("/organizations/" + id).expect(200).json();
        ObjectNode all = organization.putObject("attributes");
        attributes.forEach((key, values) -> values.forEach(all.putArray(key)::add));
        realm.put("/organizations/" + id, organization).expect(204);
    }
}
