package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Realms whose apps are converted, and calls that do it. */
final class Handovers {
    private static final String CONVERT = "tenant-mfa.convert-built-in-otp";

    private Handovers() {}

    static RealmAdmin leaving(KeycloakServer keycloak, String name) {
        RealmAdmin realm = keycloak.copyOfDemoRealm(name);
        realm.update(representation -> {
            representation.put("bruteForceProtected", false);
            representation.put("adminEventsEnabled", true);
            representation.withObjectProperty("attributes").put(CONVERT, "false");
        });
        return realm;
    }

    static List<JsonNode> pages(KeycloakServer keycloak, RealmAdmin realm, int max) {
        List<JsonNode> pages = new ArrayList<>();
        Map<String, Object> body = new LinkedHashMap<>(Map.of("max", max));
        do {
            JsonNode page = call(keycloak, realm, body).expect(200).json();
            pages.add(page);
            body.put("first", page.get("next").asInt());
        } while (!pages.get(pages.size() - 1).get("next").isNull());
        return pages;
    }

    static Answer call(KeycloakServer keycloak, RealmAdmin realm, Object body) {
        return call(keycloak, realm, keycloak.admin().freshToken(), body);
    }

    static Answer call(KeycloakServer keycloak, RealmAdmin realm, String token, Object body) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + "/mfa/convert-to-keycloak");
        return ApiContract.checked("POST", Http.json("POST", uri, token, body));
    }

    static List<String> typesOf(KeycloakServer keycloak, RealmAdmin realm, Person person) {
        return keycloak.support().credentials(realm, person).stream()
                .map(StoredCredential::type)
                .toList();
    }
}
