package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import java.util.Map;

/** Users with a credential that was stored in some other way. */
final class StoredFactors {
    private StoredFactors() {}

    /** Somebody whom the realm knows with a credential of Keycloak's own, in a session of before. */
    static MfaApi withCredential(KeycloakServer keycloak, String type, Map<String, ?> secret, Map<String, ?> data) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        keycloak.demo()
                .updateUser(
                        api.person(),
                        user -> user.putArray("credentials")
                                .addObject()
                                .put("type", type)
                                .put("createdDate", 1_700_000_000_000L)
                                .put("secretData", Json.write(secret))
                                .put("credentialData", Json.write(data)));
        return api;
    }

    static void dropPassword(KeycloakServer keycloak, Person person) {
        for (JsonNode credential : keycloak.demo().credentials(person)) {
            keycloak.demo()
                    .delete("/users/" + person.id() + "/credentials/"
                            + credential.get("id").asText())
                    .expect(204);
        }
    }
}
