package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An answer of the token endpoint: tokens, or an error.
 *
 * @param answer as it came
 */
public record Tokens(Answer answer) {
    public boolean isGranted() {
        return answer.status() == 200;
    }

    public String accessToken() {
        return member("access_token");
    }

    public String refreshToken() {
        return member("refresh_token");
    }

    public String idToken() {
        return member("id_token");
    }

    /** The claims of the access token, unverified: tests ask what it says, the server checks it. */
    public JsonNode claims() {
        return claimsOf(accessToken());
    }

    /** The claims of the ID token. */
    public JsonNode idClaims() {
        return claimsOf(idToken());
    }

    /** The OAuth error code, or an empty text. */
    public String error() {
        return answer.json().path("error").asText();
    }

    public String errorDescription() {
        return answer.json().path("error_description").asText();
    }

    private String member(String name) {
        JsonNode value = answer.expect(200).json().get(name);
        if (value == null) {
            throw new AssertionError("No " + name + " in " + answer);
        }
        return value.asText();
    }

    private static JsonNode claimsOf(String jwt) {
        byte[] claims = Base64.getUrlDecoder().decode(jwt.split("\\.")[1]);
        return Json.parse(new String(claims, StandardCharsets.UTF_8));
    }
}
