package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Another realm of the same server as identity provider of a realm, with the demo's flow behind the login there. Both
 * are called alike.
 */
public final class OtherRealm {
    private static final String CLIENT = "joined-realm";
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

    /** Undoes it all, but for accounts that came by it. */
    public void leave() {
        joined.delete("/identity-provider/instances/" + alias()).expect(204);
        realm.delete();
    }
}
