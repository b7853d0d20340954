package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;

import static java.util.Map.entry;

/** The applications of a {@link MatrixRealm}: one for each protocol, without signatures. */
final class MatrixClients {
    /** Puts the resource server that exchanges tokens into their audience. */
    private static final Map<String, Object> EXCHANGEABLE = Map.of(
            "name",
            "exchangeable",
            "protocol",
            "openid-connect",
            "protocolMapper",
            "oidc-audience-mapper",
            "config",
            Map.of("included.client.audience", "demo-api", "access.token.claim", "true"));

    private MatrixClients() {}

    /** @param scopes default scopes of the client of OpenID Connect */
    static void createIn(RealmAdmin realm, List<String> scopes) {
        realm.createClient(Map.ofEntries(
                entry("clientId", MatrixRealm.CLIENT),
                entry("secret", MatrixRealm.SECRET),
                entry("directAccessGrantsEnabled", true),
                entry("implicitFlowEnabled", true),
                entry("serviceAccountsEnabled", true),
                entry("authorizationServicesEnabled", true),
                entry("redirectUris", List.of("http://localhost:9/*")),
                entry(
                        "attributes",
                        Map.of(
                                "oauth2.device.authorization.grant.enabled",
                                "true",
                                "oidc.ciba.grant.enabled",
                                "true",
                                "first.party.app",
                                "true",
                                "oauth2.jwt.authorization.grant.enabled",
                                "true",
                                "oauth2.jwt.authorization.grant.idp",
                                AssertionIssuer.ALIAS)),
                entry("defaultClientScopes", scopes),
                entry("protocolMappers", List.of(EXCHANGEABLE)),
                entry("optionalClientScopes", List.of("organization", "offline_access"))));
        allowEverything(realm);
        realm.updateClient(
                "demo-api",
                client -> client.withObjectProperty("attributes").put("standard.token.exchange.enabled", "true"));
        realm.createClient(Map.of(
                "clientId",
                MatrixRealm.SAML_CLIENT,
                "protocol",
                "saml",
                "redirectUris",
                List.of(MatrixRealm.SAML_ADDRESS),
                "attributes",
                Map.of(
                        "saml.server.signature",
                        "false",
                        "saml.assertion.signature",
                        "false",
                        "saml.client.signature",
                        "false",
                        "saml.force.post.binding",
                        "true",
                        "saml.allow.ecp.flow",
                        "true")));
        realm.createClient(Map.of("clientId", MatrixRealm.DOCKER_CLIENT, "protocol", "docker-v2"));
    }

    /** A requesting party gets a token for whatever it asks. */
    private static void allowEverything(RealmAdmin realm) {
        String path = "/clients/" + realm.client(MatrixRealm.CLIENT).get("id").asText() + "/authz/resource-server";
        ObjectNode settings = (ObjectNode) realm.get(path).expect(200).json();
        realm.put(path, settings.put("policyEnforcementMode", "PERMISSIVE")).expect(204);
        realm.post(path + "/resource", Map.of("name", "thing")).expect(201);
    }
}
