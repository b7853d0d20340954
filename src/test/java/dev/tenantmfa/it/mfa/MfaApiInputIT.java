package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.MfaApiCalls.CALLS;
import static org.assertj.core.api.Assertions.assertThat;

/** Input, media types and methods that no call accepts. */
@KeycloakIntegration
class MfaApiInputIT {
    @Test
    void badInputIsRefusedAndChangesNothing(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        String code = app.code();
        for (String[] bad : new String[][] {
            {"setup", "{\"password\":7}"},
            {"setup", "{\"password\":\"\"}"},
            {"setup", "{\"password\":\"" + "x".repeat(1025) + "\"}"},
            {"setup", "{\"password\":\"x\",\"code\":\"1\"}"},
            {"setup", "{\"password\":\"" + "x".repeat(1_000_000) + "\"}"},
            {"setup", "[]"},
            {"setup", ""},
            {"setup", "{no json"},
            {"enable", "{}"},
            {"enable", "{\"code\":" + code + "}"},
            {"enable", "{\"code\":null}"},
            {"enable", "{\"code\":\"  \"}"},
            {"enable", "{\"code\":\" - \"}"},
            {"enable", "{\"code\":\"" + "1".repeat(65) + "\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"secret\":\"JBSWY3DPEHPK3PXP\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":\"" + "x".repeat(65) + "\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":\"a\\u0000b\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":\"a\\u200bb\"}"},
            {"enable", "{\"code\":\"" + code + "\",\"device_name\":[]}"},
            {"disable", "{\"password\":\"x\"}"},
            {"disable", "{\"code\":[\"" + code + "\"],\"password\":\"x\"}"},
            {"backup-codes/regenerate", "{\"code\":true}"},
            {"verify", "{\"code\":\"1\",\"code\":\"2\"}"},
            {"verify", "\"" + code + "\""}
        }) {
            Answer answer = api.post(bad[0], bad[1]);
            assertThat(answer.status())
                    .as(bad[0] + " " + bad[1].substring(0, Math.min(60, bad[1].length())))
                    .isEqualTo(400);
            assertThat(MfaApi.codeOf(answer)).isEqualTo("invalid_request");
        }
        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        api.code("enable", code).expect(200);
        assertThat(keycloak.log().since(mark)).noneMatch(line -> line.contains("Uncaught server error"));
    }

    @Test
    void otherMediaTypesAndMethodsAreRefused(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        for (String[] call : CALLS) {
            URI uri = URI.create(keycloak.base() + "/realms/demo/mfa/" + call[1]);
            if (call[0].equals("POST")) {
                Answer answer = Http.send(HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + api.tokens().accessToken())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("code=123456")));
                assertThat(ApiContract.checked("POST", answer).status())
                        .as(call[1])
                        .isEqualTo(415);
            }
            Answer refused = Http.json("PUT", uri, api.tokens().accessToken(), "{}");
            assertThat(refused.status()).as("PUT " + call[1]).isEqualTo(405);
            assertThat(refused.header("Allow").orElse("")).contains(call[0]);
            Answer preflight = Http.send(HttpRequest.newBuilder(uri)
                    .header("Origin", "http://localhost:3000")
                    .header("Access-Control-Request-Method", call[0])
                    .method("OPTIONS", BodyPublishers.noBody()));
            assertThat(preflight
                            .expect(200)
                            .header("Access-Control-Allow-Headers")
                            .orElse(""))
                    .contains("Authorization");
        }
    }
}
