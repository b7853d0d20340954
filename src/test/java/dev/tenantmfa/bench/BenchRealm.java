package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.codec.binary.Base32;

/**
 * A realm in which one client logs people in with Keycloak's own OTP form and another with ours, each wired as
 * it is meant to be, as many people for each. All have Keycloak's own OTP, which stays: a login method asks for it. In a
 * second realm, all login methods are ours, so that our form converts it at the first login. Both are there once more with a cheap
 * hash of passwords, for many logins that let the JVM compile what is measured.
 */
final class BenchRealm {

    static final String NAME = "bench";
    static final String CONVERTING = "bench-converting";
    static final String WARM_UP = "bench-warm-up";
    static final String WARM_UP_CONVERTING = "bench-warm-up-converting";
    static final String OURS = "ours";
    static final String BUILT_IN = "built-in";
    static final String PASSWORD = "Correct-Horse-7!";

    private static final int IMPORTED_AT_ONCE = 500;

    private BenchRealm() {}

    static ObjectNode representation() {
        return representation(NAME);
    }

    private static ObjectNode representation(String name) {
        ObjectNode realm = Json.object().put("realm", name).put("enabled", true).put("sslRequired", "none");
        // The tokens of a measurement last until its end.
        realm.put("accessTokenLifespan", 3600);
        // Keycloak's own defaults, which a realm that names the type alone does not get.
        realm.put("otpPolicyType", "totp")
                .put("otpPolicyAlgorithm", "HmacSHA1")
                .put("otpPolicyDigits", 6)
                .put("otpPolicyPeriod", 30)
                .put("otpPolicyLookAheadWindow", 1);
        realm.putObject("attributes").put("tenant-mfa.trusted-device-days", "30");
        ArrayNode flows = realm.putArray("authenticationFlows");
        Flows.add(flows, OURS, "auth-username-password-form", "tmfa-second-factor");
        Flows.addConditional(
                flows, Flows.add(flows, BUILT_IN, "auth-username-password-form"), BUILT_IN, "auth-otp-form");
        Flows.add(
                flows,
                grantFlow(OURS),
                "tmfa-direct-grant-user",
                "direct-grant-validate-password",
                "tmfa-direct-grant-code");
        Flows.addConditional(
                flows,
                Flows.add(
                        flows, grantFlow(BUILT_IN), "direct-grant-validate-username", "direct-grant-validate-password"),
                grantFlow(BUILT_IN),
                "direct-grant-validate-otp");
        ArrayNode actions = realm.putArray("requiredActions");
        for (String action : List.of("tmfa-configure", "tmfa-regenerate-backup-codes")) {
            actions.addObject()
                    .put("alias", action)
                    .put("name", action)
                    .put("providerId", action)
                    .put("enabled", true);
        }
        return realm;
    }

    /** The realm without a login method that asks for Keycloak's own OTP. */
    static ObjectNode converting() {
        return converting(representation(CONVERTING));
    }

    static ObjectNode warmUp() {
        return cheap(representation(WARM_UP));
    }

    static ObjectNode warmUpConverting() {
        return converting(cheap(representation(WARM_UP_CONVERTING)));
    }

    private static ObjectNode converting(ObjectNode realm) {
        return realm.put("browserFlow", OURS).put("directGrantFlow", grantFlow(OURS));
    }

    private static ObjectNode cheap(ObjectNode realm) {
        return realm.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
    }

    /** Adds a client of one kind and its people. */
    static void fill(RealmAdmin realm, String variant, int people) {
        realm.create("/clients", client(variant, realm.flowId(variant), realm.flowId(grantFlow(variant))));
        importInBatches(realm, variant, people, batch -> {});
    }

    /** Adds as many people with the password alone. */
    static void fillWithoutFactor(RealmAdmin realm, String variant, int people) {
        importInBatches(realm, variant, people, BenchRealm::removeFactors);
    }

    private static void importInBatches(RealmAdmin realm, String variant, int people, Consumer<ObjectNode> change) {
        for (int first = 0; first < people; first += IMPORTED_AT_ONCE) {
            ObjectNode batch = people(variant, first, Math.min(people, first + IMPORTED_AT_ONCE));
            change.accept(batch);
            realm.post("/partialImport", batch).expect(200);
        }
    }

    private static void removeFactors(ObjectNode batch) {
        for (JsonNode user : batch.withArray("users")) {
            ((ObjectNode) user)
                    .put("username", withoutFactor(user.get("username").asText()));
            ((ObjectNode) user).put("email", user.get("username").asText() + "@example.test");
            ((ArrayNode) user.get("credentials")).remove(1);
        }
    }

    /** The name of a user with the password alone. */
    static String withoutFactor(String username) {
        return username + "-none";
    }

    /** Alias of the flow of password grants. */
    private static String grantFlow(String variant) {
        return variant + " grant";
    }

    private static ObjectNode client(String variant, String flowId, String grantFlowId) {
        ObjectNode client = Json.object()
                .put("clientId", variant)
                .put("publicClient", true)
                .put("standardFlowEnabled", true)
                .put("directAccessGrantsEnabled", true);
        client.putArray("redirectUris").add("http://localhost:9/*");
        client.putArray("protocolMappers")
                .addObject()
                .put("name", "audience of the REST")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-audience-mapper")
                .putObject("config")
                .put("included.custom.audience", "tenant-mfa")
                .put("access.token.claim", "true");
        client.putObject("authenticationFlowBindingOverrides")
                .put("browser", flowId)
                .put("direct_grant", grantFlowId);
        return client;
    }

    /** People with Keycloak's own OTP credential, for partial import. */
    private static ObjectNode people(String variant, int first, int end) {
        ObjectNode batch = Json.object().put("ifResourceExists", "FAIL");
        ArrayNode users = batch.putArray("users");
        for (int i = first; i < end; i++) {
            ObjectNode user = users.addObject()
                    .put("username", username(variant, i))
                    .put("email", username(variant, i) + "@example.test")
                    .put("firstName", "Test")
                    .put("lastName", "Person")
                    .put("enabled", true)
                    .put("emailVerified", true);
            ArrayNode credentials = user.putArray("credentials");
            credentials.addObject().put("type", "password").put("value", PASSWORD);
            credentials
                    .addObject()
                    .put("type", "otp")
                    .put("secretData", Json.write(Map.of("value", secret(variant, i))))
                    .put(
                            "credentialData",
                            Json.write(Map.of(
                                    "subType",
                                    "totp",
                                    "digits",
                                    6,
                                    "period",
                                    30,
                                    "counter",
                                    0,
                                    "algorithm",
                                    "HmacSHA1")));
        }
        return batch;
    }

    static String username(String variant, int number) {
        return variant + "-" + number;
    }

    static Person person(String variant, int number) {
        return new Person("", username(variant, number), null, PASSWORD);
    }

    /** The code of the present time step. */
    static String code(String variant, int number) {
        return new AuthenticatorApp(new Base32().encodeAsString(secretBytes(variant, number)), Clock.systemUTC())
                .code();
    }

    /** Twenty characters, as Keycloak takes their bytes. */
    static String secret(String variant, int number) {
        return String.format("%-12s%08d", variant, number).replace(' ', 'x');
    }

    private static byte[] secretBytes(String variant, int number) {
        return secret(variant, number).getBytes(StandardCharsets.UTF_8);
    }
}
