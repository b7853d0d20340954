package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Logins without pages. */
final class GrantLogin {
    /** What the gate says to the application. */
    static final String REFUSAL = "A second factor is required for " + MatrixRealm.TENANT_NAME + ".";

    private static final String AUTH0 = "http://auth0.com/oauth/grant-type/";
    private static final String VERIFIER = "matrix-matrix-matrix-matrix-matrix-matrix-matrix";

    private GrantLogin() {}

    static Outcome by(LoginMethod method, MatrixRealm matrix, Subject subject) {
        OidcClient client = matrix.client();
        Person person = subject.person();
        return switch (method) {
            case PASSWORD_GRANT -> outcome(client.password(person));
            case MFA_OTP ->
                mfa(
                        matrix,
                        person,
                        "mfa-otp",
                        "otp",
                        subject.app() == null ? "123456" : subject.app().code());
            case MFA_RECOVERY_CODE ->
                mfa(
                        matrix,
                        person,
                        "mfa-recovery-code",
                        "recovery_code",
                        subject.codes().isEmpty()
                                ? "1234567890"
                                : subject.codes().get(0));
            case MFA_OOB -> mfa(matrix, person, "mfa-oob", "oob_code", "guessed", "binding_code", "123456");
            case CHALLENGE_ENDPOINT -> challenge(matrix, person);
            case REFRESH, OFFLINE -> outcome(client.refresh(subject.tokens()));
            case TOKEN_EXCHANGE -> exchange(matrix, subject.tokens());
            case UMA_TICKET -> requestingPartyToken(matrix, subject.tokens());
            case CIBA -> ciba(matrix, person);
            case JWT_BEARER ->
                outcome(client.token(Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "assertion",
                        matrix.assertionAbout(person))));
            case DOCKER -> docker(matrix, person);
            case SAML_ECP -> SamlLogin.byEcp(matrix, person);
            default -> throw new IllegalArgumentException(method + " has pages");
        };
    }

    /** What an answer of the token endpoint means. */
    static Outcome outcome(Tokens tokens) {
        String detail = tokens.answer().toString();
        if (tokens.isGranted()) {
            return Outcome.of(Outcome.Kind.TOKENS, detail);
        }
        if (tokens.error().equals("mfa_required")) {
            JsonNode requirements = tokens.answer().json().path("mfa_requirements");
            return Outcome.of(requirements.has("enroll") ? Outcome.Kind.SETUP : Outcome.Kind.CODE, detail);
        }
        boolean byGate = tokens.answer().status() == 400
                && tokens.error().equals("invalid_grant")
                && tokens.errorDescription().equals(REFUSAL);
        return Outcome.of(byGate ? Outcome.Kind.REFUSED : Outcome.Kind.OTHER, detail);
    }

    static String basic(Person person) {
        String pair = person.username() + ":" + person.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome mfa(MatrixRealm matrix, Person person, String grant, String... parameters) {
        Tokens refused = matrix.client().password(person);
        if (!refused.error().equals("mfa_required")) {
            return outcome(refused);
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", AUTH0 + grant);
        form.put("mfa_token", refused.answer().json().path("mfa_token").asText());
        for (int i = 0; i < parameters.length; i += 2) {
            form.put(parameters[i], parameters[i + 1]);
        }
        return outcome(matrix.client().token(form));
    }

    /** The challenge endpoint, and the redemption of the code that it gives. */
    private static Outcome challenge(MatrixRealm matrix, Person person) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", MatrixRealm.CLIENT);
        form.put("client_secret", MatrixRealm.SECRET);
        form.put("response_type", "code");
        form.put("scope", "openid");
        form.put("code_challenge", dev.tenantmfa.it.actors.Pkce.challengeOf(VERIFIER));
        form.put("code_challenge_method", "S256");
        form.put("username", person.username());
        form.put("password", person.password());
        Answer answer = Http.postForm(URI.create(matrix.issuer() + "/authorize-challenge"), form);
        if (answer.status() == 200) {
            String code = answer.json().path("authorization_code").asText();
            return outcome(matrix.client()
                    .token(Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER)));
        }
        boolean asksCode = answer.json().path("otp_required").asBoolean();
        return Outcome.of(asksCode ? Outcome.Kind.CODE : Outcome.Kind.OTHER, answer.toString());
    }

    private static Outcome exchange(MatrixRealm matrix, Tokens tokens) {
        return outcome(matrix.exchanging()
                .token(Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token",
                        "subject_token",
                        tokens.accessToken())));
    }

    private static Outcome requestingPartyToken(MatrixRealm matrix, Tokens tokens) {
        Map<String, String> form =
                Map.of("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket", "audience", MatrixRealm.CLIENT);
        URI endpoint = URI.create(matrix.issuer() + "/protocol/openid-connect/token");
        return outcome(new Tokens(Http.postForm(endpoint, form, "Authorization", "Bearer " + tokens.accessToken())));
    }

    /** The user approves on their device; the client asks once. */
    private static Outcome ciba(MatrixRealm matrix, Person person) {
        URI endpoint = URI.create(matrix.issuer() + "/protocol/openid-connect/ext/ciba/auth");
        Answer started = Http.postForm(
                endpoint,
                Map.of(
                        "client_id",
                        MatrixRealm.CLIENT,
                        "client_secret",
                        MatrixRealm.SECRET,
                        "scope",
                        "openid",
                        "login_hint",
                        person.username()));
        if (started.status() != 200) {
            return Outcome.of(Outcome.Kind.OTHER, started.toString());
        }
        matrix.keycloak.devices().approve(matrix.issuer(), person.username());
        return outcome(matrix.client()
                .token(Map.of(
                        "grant_type",
                        "urn:openid:params:grant-type:ciba",
                        "auth_req_id",
                        started.json().path("auth_req_id").asText())));
    }

    private static Outcome docker(MatrixRealm matrix, Person person) {
        URI endpoint = URI.create(matrix.issuer() + "/protocol/docker-v2/auth?service=" + MatrixRealm.DOCKER_CLIENT
                + "&account=" + Http.encode(person.username()) + "&scope=repository:matrix:pull");
        Answer answer = Http.send(HttpRequest.newBuilder(endpoint)
                .header("Authorization", basic(person))
                .GET());
        boolean granted = answer.status() == 200 && answer.text().contains("\"token\"");
        return Outcome.of(granted ? Outcome.Kind.TOKENS : Outcome.Kind.OTHER, answer.toString());
    }
}
