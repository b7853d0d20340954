package dev.tenantmfa.it.actors;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** An application of a realm that speaks OpenID Connect. Safe for many threads. */
public final class OidcClient {
    private static final URI REDIRECT_URI = URI.create("http://localhost:9/callback");

    private final URI server;
    private final URI issuer;
    private final String clientId;
    private final String secret;
    private final URI redirectUri;

    private OidcClient(URI server, URI issuer, String clientId, String secret, URI redirectUri) {
        this.server = server;
        this.issuer = issuer;
        this.clientId = clientId;
        this.secret = secret;
        this.redirectUri = redirectUri;
    }

    /**
     * A client whose redirect URI nobody serves: for {@link Visitor}, who does not go there.
     *
     * @param server the server's root
     */
    public static OidcClient of(URI server, String realm, String clientId) {
        return new OidcClient(server, URI.create(server + "/realms/" + realm), clientId, null, REDIRECT_URI);
    }

    /** The same with a secret. */
    public OidcClient withSecret(String clientSecret) {
        return new OidcClient(server, issuer, clientId, clientSecret, redirectUri);
    }

    /** The same with another redirect URI, one that a real browser can be sent to. */
    public OidcClient withRedirectUri(URI uri) {
        return new OidcClient(server, issuer, clientId, secret, uri);
    }

    // --- authorization code flow

    /** A new authorization request. */
    public AuthorizationRequest authorization() {
        return new AuthorizationRequest(endpoint("auth"), clientId, redirectUri);
    }

    /** Changes the code that came back from {@code request} into tokens. */
    public Tokens redeem(AuthorizationRequest request, String code) {
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                request.redirectUri(),
                "code_verifier",
                request.verifier()));
    }

    /** The whole flow for somebody who is asked for nothing but username and password. */
    public Tokens logIn(Person person) {
        return logIn(new Visitor(server), person);
    }

    /** The same in a browser that is kept. */
    public Tokens logIn(Visitor visitor, Person person) {
        AuthorizationRequest request = authorization();
        return redeem(request, visitor.logIn(request.uri(), person).code());
    }

    // --- other grants

    /** The password grant; {@code more} are names and values of further parameters in turn. */
    public Tokens password(Person person, String... more) {
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("grant_type", "password", "username", person.username(), "password", person.password()));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return token(form);
    }

    public Tokens refresh(Tokens tokens) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", tokens.refreshToken()));
    }

    /** Exchanges an access token (RFC 8693); {@code more} are names and values of further parameters in turn. */
    public Tokens exchange(Tokens subject, String... more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                subject.accessToken(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return token(form);
    }

    public Tokens clientCredentials() {
        return token(Map.of("grant_type", "client_credentials"));
    }

    /** Starts a device flow (RFC 8628), with PKCE for clients that must use it. */
    public DeviceAuthorization authorizeDevice() {
        Pkce pkce = Pkce.fresh();
        Map<String, String> form =
                Map.of("scope", "openid", "code_challenge", pkce.challenge(), "code_challenge_method", "S256");
        return new DeviceAuthorization(post("auth/device", form).expect(200).json(), pkce);
    }

    /** Asks once for the tokens of a device flow. */
    public Tokens poll(DeviceAuthorization device) {
        return token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.deviceCode(),
                "code_verifier",
                device.verifier()));
    }

    /** Any request to the token endpoint; an error is an answer like any other. */
    public Tokens token(Map<String, String> form) {
        Map<String, String> scoped = new LinkedHashMap<>(form);
        scoped.putIfAbsent("scope", "openid");
        return new Tokens(post("token", scoped));
    }

    // --- what tokens are good for

    public Answer userinfo(String accessToken) {
        return Http.json("GET", endpoint("userinfo"), accessToken, null);
    }

    public Answer introspect(String token) {
        return post("token/introspect", Map.of("token", token));
    }

    public Answer logOut(Tokens tokens) {
        return post("logout", Map.of("refresh_token", tokens.refreshToken()));
    }

    /** A call of one of the realm's own resources, {@code path} such as {@code /mfa/status}. */
    public Answer call(String method, String path, Tokens tokens, Object body) {
        return Http.json(method, URI.create(issuer + path), tokens.accessToken(), body);
    }

    private Answer post(String endpoint, Map<String, String> form) {
        Map<String, String> identified = new LinkedHashMap<>(form);
        identified.put("client_id", clientId);
        if (secret != null) {
            identified.put("client_secret", secret);
        }
        return Http.postForm(endpoint(endpoint), identified);
    }

    private URI endpoint(String name) {
        return URI.create(issuer + "/protocol/openid-connect/" + name);
    }
}
