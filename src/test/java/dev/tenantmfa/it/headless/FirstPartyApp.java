package dev.tenantmfa.it.headless;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A first-party application of the demo realm that logs people in by the challenge endpoint. Codes are redeemed and DPoP
 * proofs signed by an OAuth library of others' making. Safe for many threads.
 */
final class FirstPartyApp {
    private final KeycloakServer keycloak;
    private final String realm;
    private final String clientId;
    private final String secret;
    private final ECKey key;
    private final CodeVerifier verifier;
    private final String origin;

    private FirstPartyApp(
            KeycloakServer keycloak,
            String realm,
            String clientId,
            String secret,
            ECKey key,
            CodeVerifier verifier,
            String origin) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.clientId = clientId;
        this.secret = secret;
        this.key = key;
        this.verifier = verifier;
        this.origin = origin;
    }

    static FirstPartyApp of(KeycloakServer keycloak, String clientId) {
        return new FirstPartyApp(keycloak, KeycloakServer.DEMO_REALM, clientId, null, null, new CodeVerifier(), null);
    }

    /** The public client of the demo realm. */
    static FirstPartyApp cli(KeycloakServer keycloak) {
        return of(keycloak, "demo-cli");
    }

    FirstPartyApp withSecret(String clientSecret) {
        return new FirstPartyApp(keycloak, realm, clientId, clientSecret, key, verifier, origin);
    }

    /** With a new DPoP key. */
    FirstPartyApp withNewKey() {
        try {
            return withKey(new ECKeyGenerator(Curve.P_256).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null for none. */
    FirstPartyApp withKey(ECKey dpopKey) {
        return new FirstPartyApp(keycloak, realm, clientId, secret, dpopKey, verifier, origin);
    }

    /** A page of that origin. */
    FirstPartyApp from(String webOrigin) {
        return new FirstPartyApp(keycloak, realm, clientId, secret, key, verifier, webOrigin);
    }

    /** Thumbprint of the DPoP key. */
    String thumbprint() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    // --- the challenge endpoint

    /** What a first request says beside who logs in. */
    Map<String, String> authorizationRequest() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("response_type", "code");
        form.put("scope", "openid");
        form.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
        form.put("code_challenge_method", "S256");
        return form;
    }

    /** A first request; {@code more} are names and values in turn, a null value leaves a parameter out. */
    Answer begin(String... more) {
        return post(with(authorizationRequest(), more));
    }

    /** A first request with username and password. */
    Answer begin(Person person, String... more) {
        Map<String, String> form = authorizationRequest();
        form.put("username", person.username());
        form.put("password", person.password());
        return post(with(form, more));
    }

    /** A later request with the session that an answer gave. */
    Answer goOn(Answer before, String... more) {
        return post(with(new LinkedHashMap<>(Map.of("auth_session", session(before))), more));
    }

    Answer post(Map<String, String> form) {
        Map<String, String> identified = new LinkedHashMap<>(form);
        identified.putIfAbsent("client_id", clientId);
        if (secret != null) {
            identified.putIfAbsent("client_secret", secret);
        }
        List<String> headers = new ArrayList<>();
        if (key != null) {
            headers.addAll(List.of("DPoP", proof(endpoint())));
        }
        if (origin != null) {
            headers.addAll(List.of("Origin", origin));
        }
        return Http.postForm(endpoint(), identified, headers.toArray(String[]::new));
    }

    URI endpoint() {
        return URI.create(keycloak.base() + "/realms/" + realm + "/authorize-challenge");
    }

    static String session(Answer answer) {
        String session = answer.json().path("auth_session").asText();
        if (session.isEmpty()) {
            throw new AssertionError("No auth_session in " + answer);
        }
        return session;
    }

    /** The answer's JSON with the session, which nobody can foresee, blanked out. */
    static String said(Answer answer) {
        var json = (com.fasterxml.jackson.databind.node.ObjectNode) answer.json();
        if (json.has("auth_session")) {
            json.put("auth_session", "…");
        }
        return answer.status() + " " + Json.write(json);
    }

    static String code(Answer answer) {
        return answer.expect(200).json().path("authorization_code").asText();
    }

    // --- the token endpoint

    Tokens redeem(Answer done) {
        return redeem(code(done));
    }

    /** Changes a code into tokens, without a redirect URI. */
    Tokens redeem(String code) {
        try {
            AuthorizationCodeGrant grant = new AuthorizationCodeGrant(new AuthorizationCode(code), null, verifier);
            TokenRequest request = secret == null
                    ? new TokenRequest.Builder(tokenEndpoint(), new ClientID(clientId), grant).build()
                    : new TokenRequest.Builder(
                                    tokenEndpoint(),
                                    new ClientSecretBasic(new ClientID(clientId), new Secret(secret)),
                                    grant)
                            .build();
            HTTPRequest http = request.toHTTPRequest();
            if (key != null) {
                http.setHeader("DPoP", proof(tokenEndpoint()));
            }
            return new Tokens(answer(tokenEndpoint(), http.send()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any request to the token endpoint, with a proof where there is a key. */
    Tokens token(Map<String, String> form) {
        Map<String, String> identified = new LinkedHashMap<>(form);
        identified.put("client_id", clientId);
        return new Tokens(
                key == null
                        ? Http.postForm(tokenEndpoint(), identified)
                        : Http.postForm(tokenEndpoint(), identified, "DPoP", proof(tokenEndpoint())));
    }

    /** A client without our verifier: as somebody who stole the code. */
    FirstPartyApp withOtherVerifier() {
        return new FirstPartyApp(keycloak, realm, clientId, secret, key, new CodeVerifier(), origin);
    }

    private URI tokenEndpoint() {
        return URI.create(keycloak.base() + "/realms/" + realm + "/protocol/openid-connect/token");
    }

    private String proof(URI uri) {
        return DpopProof.of(key, uri, keycloak.clock().instant());
    }

    private static Answer answer(URI uri, HTTPResponse response) {
        return new Answer(
                uri,
                response.getStatusCode(),
                HttpHeaders.of(response.getHeaderMap(), (name, value) -> true),
                response.getBody().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> with(Map<String, String> form, String... more) {
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1] == null) {
                form.remove(more[i]);
            } else {
                form.put(more[i], more[i + 1]);
            }
        }
        return form;
    }
}
