package dev.tenantmfa.it.actors;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An authorization request with PKCE (RFC 7636) that an application is about to send a browser with. */
public final class AuthorizationRequest {
    private final URI endpoint;
    private final Pkce pkce = Pkce.fresh();
    private final Map<String, String> parameters = new LinkedHashMap<>();

    AuthorizationRequest(URI endpoint, String clientId, URI redirectUri) {
        this.endpoint = endpoint;
        parameters.put("response_type", "code");
        parameters.put("client_id", clientId);
        parameters.put("redirect_uri", redirectUri.toString());
        parameters.put("scope", "openid");
        parameters.put("state", Pkce.random());
        parameters.put("code_challenge", pkce.challenge());
        parameters.put("code_challenge_method", "S256");
    }

    /** Adds or replaces a parameter, such as {@code scope}, {@code prompt}, {@code max_age} or {@code kc_action}. */
    public AuthorizationRequest with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    /** Leaves a parameter out, such as {@code code_challenge}. */
    public AuthorizationRequest without(String parameter) {
        parameters.remove(parameter);
        return this;
    }

    /** Asks for this level of authentication as an essential claim: less is an error, not a lower level. */
    public AuthorizationRequest withEssentialAcr(String acr) {
        return with(
                "claims",
                Json.write(Map.of("id_token", Map.of("acr", Map.of("essential", true, "values", List.of(acr))))));
    }

    /** Where to send the browser. */
    public URI uri() {
        return URI.create(endpoint + "?" + Http.encode(parameters));
    }

    /** What the answer must bring back. */
    public String state() {
        return parameters.get("state");
    }

    String verifier() {
        return pkce.verifier();
    }

    String redirectUri() {
        return parameters.get("redirect_uri");
    }
}
