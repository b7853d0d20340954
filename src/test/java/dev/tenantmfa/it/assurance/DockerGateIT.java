package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No token for a Docker registry goes out when the gate refuses. */
@KeycloakIntegration
class DockerGateIT {
    private static final String REGISTRY = "registry";

    private final KeycloakServer keycloak;
    private final RefusingRealm realm;

    DockerGateIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = RefusingRealm.create(keycloak);
        realm.realm().createClient(Map.of("clientId", REGISTRY, "protocol", "docker-v2"));
    }

    @AfterEach
    void leave() {
        realm.realm().delete();
    }

    @Test
    void loginIsDenied() {
        assertThat(logIn(realm.person()).expect(200).json().has("token")).isTrue();
        realm.refuse();

        Answer answer = logIn(realm.person()).expect(401);

        JsonNode error = answer.json().at("/errors/0");
        assertThat(error.get("code").asText()).isEqualTo("DENIED");
        assertThat(error.get("message").asText()).isEqualTo(realm.sentence());
        assertThat(answer.json().has("token")).isFalse();
    }

    private Answer logIn(Person person) {
        String credentials = person.username() + ":" + person.password();
        return Http.send(HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/" + realm.name()
                        + "/protocol/docker-v2/auth?scope=repository:demo:pull&service=" + REGISTRY))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .GET());
    }
}
