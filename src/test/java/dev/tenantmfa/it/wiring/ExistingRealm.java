package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A realm with Keycloak's own flows, a client for the browser and for password grants, and users. */
final class ExistingRealm extends EditedFlows {

    private final KeycloakServer keycloak;

    private final RealmAdmin realm;

    private ExistingRealm(KeycloakServer keycloak, RealmAdmin realm) {
        this.keycloak = keycloak;
        this.realm = realm;
    }

    static ExistingRealm create(KeycloakServer keycloak) {
        return create(keycloak, false);
    }

    static ExistingRealm create(KeycloakServer keycloak, boolean organizations) {
        ObjectNode realm = Json.object()
                .put("realm", "shop-" + UUID.randomUUID().toString().substring(0, 8))
                .put("enabled", true)
                .put("sslRequired", "none")
                .put("eventsEnabled", true)
                .put("adminEventsEnabled", true)
                .put("resetPasswordAllowed", true)
                .put("registrationAllowed", true)
                .put("organizationsEnabled", organizations);
        // Keycloak's own defaults, which a realm that is made by REST does not get.
        realm.put("otpPolicyType", "totp")
                .put("otpPolicyAlgorithm", "HmacSHA1")
                .put("otpPolicyDigits", 6)
                .put("otpPolicyPeriod", 30)
                .put("otpPolicyLookAheadWindow", 1);
        realm.putObject("smtpServer")
                .put("host", "localhost")
                .put("port", Integer.toString(keycloak.mailbox().port()))
                .put("from", "shop@example.test");
        realm.putArray("clients").add(client("app"));
        return new ExistingRealm(keycloak, keycloak.admin().createRealm(realm));
    }

    static ObjectNode client(String clientId) {
        ObjectNode client = Json.object()
                .put("clientId", clientId)
                .put("publicClient", true)
                .put("standardFlowEnabled", true)
                .put("directAccessGrantsEnabled", true);
        client.putArray("redirectUris").add("http://localhost:9/*");
        return client;
    }

    @Override
    RealmAdmin admin() {
        return realm;
    }

    String name() {
        return realm.name();
    }

    OidcClient app() {
        return client(keycloak, "app");
    }

    OidcClient client(KeycloakServer server, String clientId) {
        return OidcClient.of(server.base(), realm.name(), clientId);
    }

    /** Adds a client that overrides a flow with a copy of Keycloak's. */
    void addClientWithOwnFlow(String clientId, String override, String flow) {
        realm.post("/clients", client(clientId)).expect(201);
        String copy = realm.flowId(copyFlow(flow, clientId + " " + flow));
        realm.updateClient(
                clientId,
                client -> client.withObjectProperty("authenticationFlowBindingOverrides")
                        .put(override, copy));
    }

    /** SAML ECP, for example, runs no flow with a step of this extension. */
    void addSamlClient(String clientId, Map<String, String> attributes) {
        realm.create("/clients", Map.of("clientId", clientId, "protocol", "saml", "attributes", attributes));
    }

    void leave() {
        realm.delete();
    }

    /** A user with Keycloak's own OTP. */
    Person withOtp() {
        Person person = realm.newPerson();
        BuiltInFactor.OTP.giveTo(person, realm);
        return person;
    }

    /** The app of all users with Keycloak's own OTP. */
    AuthenticatorApp otp() {
        return BuiltInFactor.app(keycloak.clock());
    }

    List<String> credentialTypes(Person person) {
        List<String> types = new ArrayList<>();
        realm.credentials(person).forEach(one -> types.add(one.get("type").asText()));
        types.remove("password");
        return types;
    }

    Kcadm kcadm() {
        return new Kcadm(keycloak.base());
    }

    // --- installer and doctor

    Answer install(Map<String, ?> body) {
        return realm.post("/mfa/install", body);
    }

    JsonNode plan(Map<String, ?> options) {
        return install(options).expect(200).json();
    }

    /** Installs with these options, in the two steps that people take. */
    JsonNode installed(Map<String, ?> options) {
        JsonNode plan = plan(options);
        return install(Map.of("plan_id", plan.get("plan_id").asText()))
                .expect(200)
                .json();
    }

    JsonNode uninstalled() {
        JsonNode plan = realm.post("/mfa/uninstall", Map.of("dry_run", true))
                .expect(200)
                .json();
        return realm.post(
                        "/mfa/uninstall", Map.of("plan_id", plan.get("plan_id").asText()))
                .expect(200)
                .json();
    }

    JsonNode doctor() {
        return realm.get("/mfa/doctor").expect(200).json();
    }

    /** The state of a login method, as the doctor says. */
    String state(String loginMethod) {
        for (JsonNode line : doctor().get("login_methods")) {
            if (line.get("id").asText().equals(loginMethod)) {
                return line.get("state").asText();
            }
        }
        return "none";
    }

    /**
     * Ids of findings that are more than notes, those of login methods with the login method in front. Those about Keycloak's
     * version are left out: they differ from one version to the next.
     */
    List<String> findings() {
        List<String> ids = new ArrayList<>();
        JsonNode report = doctor();
        for (JsonNode line : report.get("login_methods")) {
            line.get("findings")
                    .forEach(finding -> ids.add(
                            line.get("id").asText() + ": " + finding.get("id").asText()));
        }
        for (JsonNode finding : report.get("findings")) {
            String id = finding.get("id").asText();
            if (!finding.get("severity").asText().equals("note") && !id.equals("keycloak-version")) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Text, as people read it. */
    String text(String method, String path, Map<String, ?> body) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + keycloak.admin().freshToken())
                .header("Accept", "text/plain")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        return Http.send(request).expect(200).text();
    }

    /** Everything of the realm that an administrator sees, but for its users. */
    JsonNode everything() {
        return Json.sortSets(realm.post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                .expect(200)
                .json());
    }

    /** A realm file of the same, without its RSA keys, which Keycloak masks. */
    ObjectNode file() {
        ObjectNode file = (ObjectNode) everything();
        Iterator<JsonNode> keys =
                file.at("/components/org.keycloak.keys.KeyProvider").elements();
        while (keys.hasNext()) {
            if (Set.of("rsa", "rsa-enc").contains(keys.next().get("providerId").asText())) {
                keys.remove();
            }
        }
        return file;
    }

    // --- organizations

    /** Gives its id. */
    String organization(String alias, Map<String, ?> attributes) {
        return realm.create(
                "/organizations",
                Map.of(
                        "name",
                        alias,
                        "alias",
                        alias,
                        "domains",
                        List.of(Map.of("name", alias + ".test")),
                        "attributes",
                        attributes));
    }

    void join(String organization, Person person) {
        realm.post("/organizations/" + organization + "/members", person.id()).expect(201);
    }
}
