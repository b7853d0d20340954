package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.SoftwarePasskey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A realm whose sign-in pages accept passkeys: one client with the sign-in page and the step of this extension, one with
 * the steps of Keycloak's own browser flow. A realm of its own, as passkeys change the sign-in page of all others.
 */
final class PasskeyRealm {

    static final String NAME = "bench-passkeys";

    private static final String CONDITION = "conditional-credential";

    private PasskeyRealm() {}

    static ObjectNode representation() {
        ObjectNode realm = Json.object()
                .put("realm", NAME)
                .put("enabled", true)
                .put("sslRequired", "none")
                .put("webAuthnPolicyPasswordlessRpEntityName", NAME)
                .put("webAuthnPolicyPasswordlessRequireResidentKey", "Yes")
                .put("webAuthnPolicyPasswordlessUserVerificationRequirement", "required")
                .put("webAuthnPolicyPasswordlessPasskeysEnabled", true);
        ArrayNode flows = realm.putArray("authenticationFlows");
        Flows.add(flows, BenchRealm.OURS, "tmfa-tenant-login-form", "tmfa-second-factor");
        ArrayNode theirs = Flows.add(flows, BenchRealm.BUILT_IN, "auth-username-password-form");
        ArrayNode second = Flows.addConditional(flows, theirs, BenchRealm.BUILT_IN, CONDITION, "auth-otp-form");
        second.forEach(step -> {
            if (step.get("authenticator").asText().equals(CONDITION)) {
                ((ObjectNode) step).put("authenticatorConfig", CONDITION);
            }
        });
        realm.putArray("authenticatorConfig")
                .addObject()
                .put("alias", CONDITION)
                .putObject("config")
                .put("credentials", "webauthn-passwordless");
        return realm;
    }

    /** Adds a client of one kind and its users. Returns their passkeys. */
    static List<SoftwarePasskey> fill(RealmAdmin realm, String variant, int users) {
        ObjectNode client =
                Json.object().put("clientId", variant).put("publicClient", true).put("standardFlowEnabled", true);
        client.putArray("redirectUris").add("http://localhost:9/*");
        client.putObject("authenticationFlowBindingOverrides").put("browser", realm.flowId(variant));
        realm.create("/clients", client);
        List<SoftwarePasskey> passkeys = new ArrayList<>();
        ObjectNode batch = Json.object().put("ifResourceExists", "FAIL");
        ArrayNode imported = batch.putArray("users");
        for (int number = 0; number < users; number++) {
            String username = BenchRealm.username(variant, number);
            SoftwarePasskey passkey =
                    SoftwarePasskey.create(UUID.nameUUIDFromBytes(username.getBytes(StandardCharsets.UTF_8))
                            .toString());
            passkeys.add(passkey);
            imported.add(user(username, passkey));
        }
        realm.post("/partialImport", batch).expect(200);
        return passkeys;
    }

    private static ObjectNode user(String username, SoftwarePasskey passkey) {
        ObjectNode user = Json.object()
                .put("id", passkey.userId())
                .put("username", username)
                .put("email", username + "@example.test")
                .put("firstName", "Test")
                .put("lastName", "User")
                .put("enabled", true)
                .put("emailVerified", true);
        user.putArray("credentials").add(Json.object(passkey.credential("webauthn-passwordless")));
        return user;
    }
}
