package dev.tenantmfa.it.headless;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import java.net.URI;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client library of others' making drives the password grant and the grants behind it, with and without DPoP. */
@KeycloakIntegration
class StandardClientIT {

    private static final String GRANT = "http://auth0.com/oauth/grant-type/";
    private static final ClientID CLI = new ClientID("demo-cli");
    private static final Scope SCOPE = new Scope("openid");

    @Test
    void passwordGrantAndTotp(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        String token = mfaToken(send(keycloak, CLI, password(enrolled.person()), null));

        AccessToken access = granted(send(
                keycloak,
                CLI,
                mfa("mfa-otp", "mfa_token", token, "otp", enrolled.app().code()),
                null));

        assertThat(access.getType()).isEqualTo(com.nimbusds.oauth2.sdk.token.AccessTokenType.BEARER);
    }

    @Test
    void passwordGrantAndBackupCode(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        String token = mfaToken(send(keycloak, CLI, password(enrolled.person()), null));

        granted(send(
                keycloak,
                CLI,
                mfa(
                        "mfa-recovery-code",
                        "mfa_token",
                        token,
                        "recovery_code",
                        enrolled.codes().get(1)),
                null));
    }

    @Test
    void passwordGrantAndMessageCode(KeycloakServer keycloak) throws Exception {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        try {
            Person person = keycloak.demo().newPerson();
            String token = mfaToken(send(keycloak, CLI, password(person), null));
            String oobCode = Http.json(
                            "POST",
                            MfaToken.uri(keycloak, "challenge"),
                            null,
                            Map.of("mfa_token", token, "client_id", "demo-cli", "challenge_type", "oob"))
                    .expect(200)
                    .json()
                    .path("oob_code")
                    .asText();
            Matcher code = Pattern.compile("\\b[0-9]{6}\\b")
                    .matcher(keycloak.mailbox().awaitMailTo(person).text());
            assertThat(code.find()).isTrue();

            granted(send(
                    keycloak,
                    CLI,
                    mfa("mfa-oob", "mfa_token", token, "oob_code", oobCode, "binding_code", code.group()),
                    null));
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
        }
    }

    @Test
    void aLoginThatBeganWithAKeyGoesOnWithThatKeyAlone(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        ClientID client = new ClientID("dpop-" + UUID.randomUUID());
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        client.getValue(),
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "attributes",
                        Map.of("dpop.bound.access.tokens", "true")));
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        assertThat(send(keycloak, client, password(enrolled.person()), null).getStatusCode())
                .as("without a proof")
                .isEqualTo(400);
        String token = mfaToken(send(keycloak, client, password(enrolled.person()), key));
        AuthorizationGrant grant =
                mfa("mfa-otp", "mfa_token", token, "otp", enrolled.app().code());

        HTTPResponse without = send(keycloak, client, grant, null);
        HTTPResponse foreign = send(keycloak, client, grant, other);
        assertThat(Http.json("GET", MfaToken.uri(keycloak, "authenticators"), token, null)
                        .status())
                .isEqualTo(400);
        AccessToken access = granted(send(keycloak, client, grant, key));

        assertThat(without.getStatusCode()).isEqualTo(400);
        assertThat(foreign.getBody()).contains("The mfa_token is invalid or expired.");
        assertThat(access.getType()).isEqualTo(com.nimbusds.oauth2.sdk.token.AccessTokenType.DPOP);
    }

    private static AuthorizationGrant password(Person person) {
        return new ResourceOwnerPasswordCredentialsGrant(person.username(), new Secret(person.password()));
    }

    private static AuthorizationGrant mfa(String type, String... parameters) {
        Map<String, List<String>> named = new LinkedHashMap<>();
        named.put("grant_type", List.of(GRANT + type));
        for (int i = 0; i < parameters.length; i += 2) {
            named.put(parameters[i], List.of(parameters[i + 1]));
        }
        return new MfaGrant(new GrantType(GRANT + type), named);
    }

    /** A grant type that the library does not know. */
    private static final class MfaGrant extends AuthorizationGrant {
        private final Map<String, List<String>> parameters;

        private MfaGrant(GrantType type, Map<String, List<String>> parameters) {
            super(type);
            this.parameters = parameters;
        }

        @Override
        public Map<String, List<String>> toParameters() {
            return parameters;
        }
    }

    private static HTTPResponse send(KeycloakServer keycloak, ClientID client, AuthorizationGrant grant, ECKey key)
            throws Exception {
        URI endpoint = URI.create(keycloak.base() + "/realms/demo/protocol/openid-connect/token");
        HTTPRequest request = new TokenRequest.Builder(endpoint, client, grant)
                .scope(SCOPE)
                .build()
                .toHTTPRequest();
        if (key != null) {
            request.setDPoP(proof(keycloak, endpoint, key));
        }
        return request.send();
    }

    private static com.nimbusds.jwt.SignedJWT proof(KeycloakServer keycloak, URI endpoint, ECKey key)
            throws JOSEException {
        return new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256)
                .createDPoPJWT(
                        new JWTID(),
                        "POST",
                        endpoint,
                        Date.from(keycloak.clock().instant()),
                        null,
                        null);
    }

    private static String mfaToken(HTTPResponse response) {
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(403);
        return Json.parse(response.getBody()).path("mfa_token").asText();
    }

    private static AccessToken granted(HTTPResponse response) throws Exception {
        TokenResponse parsed = TokenResponse.parse(response);
        assertThat(parsed.indicatesSuccess()).as(response.getBody()).isTrue();
        return parsed.toSuccessResponse().getTokens().getAccessToken();
    }
}
