package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Another realm of the same server as identity provider of a realm, with the demo's flow behind the login there. Both
 * are called alike.
 */
public final class OtherRealm {
    /** The client of the realm that is joined. */
    public static final String CLIENT = "joined-realm";

    private static final String SECRET = "broker-secret";

    private final RealmAdmin joined;
    private final RealmAdmin realm;

    private OtherRealm(RealmAdmin joined, RealmAdmin realm) {
        this.joined = joined;
        this.realm = realm;
    }

    /**
     * Makes a new realm the identity provider of {@code joined}.
     *
     * @param server the server's root
     */
    public static OtherRealm join(Admin admin, URI server, RealmAdmin joined) {
        return join(admin, server, joined, "tenant-mfa post broker login");
    }

    /** The same with no flow behind the login there, for a realm that lacks the demo's flow. */
    public static OtherRealm joinWithoutFlow(Admin admin, URI server, RealmAdmin joined) {
        return join(admin, server, joined, null);
    }

    private static OtherRealm join(Admin admin, URI server, RealmAdmin joined, String flowBehind) {
        String alias = "elsewhere-" + UUID.randomUUID().toString().substring(0, 8);
        RealmAdmin realm = admin.createRealm(Map.of("realm", alias, "enabled", true));
        realm.createClient(Map.of(
                "clientId",
                CLIENT,
                "secret",
                SECRET,
                "redirectUris",
                List.of(server + "/realms/" + joined.name() + "/broker/" + alias + "/endpoint")));
        String protocol = server + "/realms/" + alias + "/protocol/openid-connect";
        ObjectNode representation = Json.object()
                .put("alias", alias)
                .put("providerId", "oidc")
                .put("enabled", true)
                .put("postBrokerLoginFlowAlias", flowBehind);
        representation
                .putObject("config")
                .put("clientId", CLIENT)
                .put("clientSecret", SECRET)
                .put("clientAuthMethod", "client_secret_post")
                .put("authorizationUrl", protocol + "/auth")
                .put("tokenUrl", protocol + "/token")
                .put("userInfoUrl", protocol + "/userinfo")
                .put("issuer", server + "/realms/" + alias)
                .put("useJwksUrl", "true")
                .put("jwksUrl", protocol + "/certs")
                .put("validateSignature", "true")
                .put("defaultScope", "openid email profile");
        joined.post("/identity-provider/instances", representation).expect(201);
        return new OtherRealm(joined, realm);
    }

    /** As {@link #join}, by SAML: responses and assertions are signed, and the username there is the id. */
    public static OtherRealm joinBySaml(Admin admin, URI server, RealmAdmin joined) {
        String alias = "elsewhere-" + UUID.randomUUID().toString().substring(0, 8);
        RealmAdmin realm = admin.createRealm(Map.of("realm", alias, "enabled", true));
        String here = server + "/realms/" + joined.name();
        realm.createClient(Map.of(
                "clientId",
                here,
                "protocol",
                "saml",
                "redirectUris",
                List.of(here + "/broker/" + alias + "/endpoint"),
                "attributes",
                Map.of(
                        "saml.client.signature", "false",
                        "saml.server.signature", "true",
                        "saml.assertion.signature", "true",
                        "saml.authnstatement", "true",
                        "saml.force.post.binding", "true",
                        "saml_force_name_id_format", "true",
                        "saml_name_id_format", "username")));
        ObjectNode representation = Json.object()
                .put("alias", alias)
                .put("providerId", "saml")
                .put("enabled", true)
                .put("postBrokerLoginFlowAlias", "tenant-mfa post broker login");
        representation
                .putObject("config")
                .put("entityId", here)
                .put("idpEntityId", server + "/realms/" + alias)
                .put("singleSignOnServiceUrl", server + "/realms/" + alias + "/protocol/saml")
                .put("nameIDPolicyFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")
                .put("principalType", "SUBJECT")
                .put("postBindingResponse", "true")
                .put("wantAssertionsSigned", "true")
                .put("validateSignature", "true")
                .put("signingCertificate", certificate(realm));
        joined.post("/identity-provider/instances", representation).expect(201);
        return new OtherRealm(joined, realm);
    }

    private static String certificate(RealmAdmin realm) {
        for (JsonNode key : realm.get("/keys").expect(200).json().get("keys")) {
            if (key.path("algorithm").asText().equals("RS256")
                    && key.path("use").asText().equals("SIG")) {
                return key.get("certificate").asText();
            }
        }
        throw new AssertionError("No RSA key in " + realm.name());
    }

    /** Changes the identity provider as an administrator does. */
    public void change(Consumer<ObjectNode> change) {
        String path = "/identity-provider/instances/" + alias();
        ObjectNode provider = (ObjectNode) joined.get(path).expect(200).json();
        change.accept(provider);
        joined.put(path, provider).expect(204);
    }

    /** Name of the realm and alias of the identity provider. */
    public String alias() {
        return realm.name();
    }

    /** The administrator's view of the identity provider's own realm. */
    public RealmAdmin realm() {
        return realm;
    }

    /** Says that the account here is that one there. */
    public void link(Person here, Person there) {
        joined.post(
                        "/users/" + here.id() + "/federated-identity/" + alias(),
                        Json.object()
                                .put("identityProvider", alias())
                                .put("userId", there.id())
                                .put("userName", there.username()))
                .expect(204);
    }

    /** Says that the account here is the one with that username there, as SAML names it. */
    public void linkByName(Person here, Person there) {
        joined.post(
                        "/users/" + here.id() + "/federated-identity/" + alias(),
                        Json.object()
                                .put("identityProvider", alias())
                                .put("userId", there.username())
                                .put("userName", there.username()))
                .expect(204);
    }

    /** Undoes it all, but for accounts that came by it. */
    public void leave() {
        joined.delete("/identity-provider/instances/" + alias()).expect(204);
        realm.delete();
    }
}
