package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Members with and without second factors, and what their owner sees of them. */
abstract class EnrolmentCalls {

    static final Map<String, Object> FIVE_DAYS = Map.of("required_for", "ALL", "grace_period_days", 5);

    final KeycloakServer keycloak;

    final RealmAdmin realm;

    EnrolmentCalls(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
    }

    Person having(TenantFixture tenant, Map<String, Object>... factors) {
        Person person = tenant.newMember("MEMBER");
        ImportedFactors.give(keycloak, realm, person, factors);
        return person;
    }

    void exempt(TenantFixture tenant, Person person, Instant until) {
        FreshOwner.of(keycloak, tenant).exempts(person, until.toString());
    }

    static JsonNode report(TenantFixture tenant, Tokens owner) {
        return tenant.call(owner, "GET", "/me/mfa-report", null).expect(200).json();
    }

    Answer csv(TenantFixture tenant, Tokens tokens, String path) {
        return ApiContract.checked("GET", get(tenant, tokens, path, "text/csv"));
    }

    Answer get(TenantFixture tenant, Tokens tokens, String path, String accept) {
        URI uri = URI.create(keycloak.base() + "/realms/" + realm.name() + "/tenants" + path);
        assertThat(tenant.id()).isEqualTo(tokens.claims().get("tenant_id").asText());
        return Http.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + tokens.accessToken())
                .header("Accept", accept)
                .GET());
    }

    static List<String> ids(TenantFixture tenant, Tokens owner, String query) {
        List<String> ids = new ArrayList<>();
        tenant.call(owner, "GET", "/me/users" + query, null)
                .expect(200)
                .json()
                .forEach(member -> ids.add(member.get("id").asText()));
        return ids;
    }

    static int count(TenantFixture tenant, Tokens owner, String query) {
        return tenant.call(owner, "GET", "/me/users/count" + query, null)
                .expect(200)
                .json()
                .get("count")
                .asInt();
    }
}
