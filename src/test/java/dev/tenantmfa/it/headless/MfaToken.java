package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A login that waits for a code, in the hands of its client. */
public record MfaToken(KeycloakServer keycloak, OidcClient client, String value) {

    private static final String GRANT = "http://auth0.com/oauth/grant-type/";

    /** Of a password grant that lacks a code; {@code more} are further parameters. */
    public static MfaToken of(KeycloakServer keycloak, Person person, String... more) {
        OidcClient client = keycloak.client("demo-cli");
        return of(keycloak, client, client.password(person, more));
    }

    static MfaToken of(KeycloakServer keycloak, OidcClient client, Tokens refused) {
        return new MfaToken(
                keycloak,
                client,
                refused.answer().expect(403).json().path("mfa_token").asText());
    }

    public Tokens otp(String code) {
        return with(client).otpAs(code);
    }

    Tokens recoveryCode(String code) {
        return grant("mfa-recovery-code", "recovery_code", code);
    }

    Tokens outOfBand(String oobCode, String bindingCode) {
        return grant("mfa-oob", "oob_code", oobCode, "binding_code", bindingCode);
    }

    /** In the hands of another client. */
    MfaToken with(OidcClient other) {
        return new MfaToken(keycloak, other, value);
    }

    Tokens grant(String type, String... parameters) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", GRANT + type);
        form.put("mfa_token", value);
        for (int i = 0; i < parameters.length; i += 2) {
            form.put(parameters[i], parameters[i + 1]);
        }
        return client.token(form);
    }

    /** A call of the MFA API with the token as bearer. */
    public Answer call(String method, String path, Object body) {
        return Http.json(method, uri(keycloak, path), value, body);
    }

    static URI uri(KeycloakServer keycloak, String path) {
        return URI.create(keycloak.base() + "/realms/demo/mfa/" + path);
    }

    private Tokens otpAs(String code) {
        return grant("mfa-otp", "otp", code);
    }
}
