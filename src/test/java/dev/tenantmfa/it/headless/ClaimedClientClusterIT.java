package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL, other than the embedded database, fails on a NUL in what it is asked for. */
@ClusterIntegration
class ClaimedClientClusterIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("a%00b:secret".getBytes(StandardCharsets.UTF_8));

    @Test
    void challengeEndpointKnowsNoClientWithNulInItsId(KeycloakCluster cluster) {
        String body = "response_type=code&username=nobody&password=x";
        expectInvalidClient(post(cluster, "/authorize-challenge", FORM, "", body + "&client_id=a%00b"));
        expectInvalidClient(post(cluster, "/authorize-challenge", FORM, BASIC, body));
    }

    @Test
    void mfaCallsKnowNoClientWithNulInItsCredentials(KeycloakCluster cluster) {
        for (String call : new String[] {"/mfa/challenge", "/mfa/associate"}) {
            expectInvalidClient(post(cluster, call, "application/json", BASIC, "{\"mfa_token\":\"x\"}"));
        }
    }

    private static Answer post(KeycloakCluster cluster, String path, String type, String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(cluster.first().base() + "/realms/demo" + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        return Http.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private static void expectInvalidClient(Answer answer) {
        assertThat(answer.expect(401).json().get("error").asText()).isEqualTo("invalid_client");
    }
}
