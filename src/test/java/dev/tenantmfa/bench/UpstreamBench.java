package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Logins through the identity provider of a tenant, which is another realm that says {@code mfa}: with the mapper that
 * reads it and without, both ours and in turn.
 */
final class UpstreamBench {

    private static final String NAME = "bench-upstream";
    private static final String TENANT = "acme";
    private static final String FLOW = "ours";

    private final URI server;
    private final int people;
    private final Samples with = new Samples();
    private final Samples without = new Samples();
    private final RealmAdmin realm;
    private final OtherRealm mapped;
    private final OtherRealm plain;

    UpstreamBench(URI server, int people) {
        this.server = server;
        this.people = people;
        Admin admin = new Admin(server, "admin", "admin");
        this.realm = admin.createRealm(representation());
        String tenant = realm.create(
                "/organizations",
                Map.of(
                        "name",
                        TENANT,
                        "alias",
                        TENANT,
                        "attributes",
                        Map.of("tenant-mfa.accept-upstream", List.of("true")),
                        "domains",
                        List.of(Map.of("name", "acme.test"))));
        this.mapped = provider(admin, tenant);
        this.plain = provider(admin, tenant);
        realm.post(
                        "/identity-provider/instances/" + mapped.alias() + "/mappers",
                        Json.object()
                                .put("name", "MFA there")
                                .put("identityProviderAlias", mapped.alias())
                                .put("identityProviderMapper", "tmfa-upstream-mfa")
                                .set("config", Json.object().put("syncMode", "IMPORT")))
                .expect(201);
        for (int person = 0; person < people; person++) {
            fill(mapped, "mapped-" + person, tenant);
            fill(plain, "plain-" + person, tenant);
        }
    }

    private static ObjectNode representation() {
        ObjectNode realm = Json.object()
                .put("realm", NAME)
                .put("enabled", true)
                .put("sslRequired", "none")
                .put("organizationsEnabled", true);
        Flows.add(realm.putArray("authenticationFlows"), FLOW, "tmfa-second-factor");
        ObjectNode client = realm.putArray("clients").addObject();
        client.put("clientId", BenchRealm.OURS).put("publicClient", true).put("standardFlowEnabled", true);
        client.putArray("redirectUris").add("http://localhost:9/*");
        return realm;
    }

    private OtherRealm provider(Admin admin, String tenant) {
        OtherRealm provider = OtherRealm.joinWithoutFlow(admin, server, realm);
        provider.change(representation -> representation.put("postBrokerLoginFlowAlias", FLOW));
        String client = provider.realm().client(OtherRealm.CLIENT).get("id").asText();
        provider.realm()
                .create(
                        "/clients/" + client + "/protocol-mappers/models",
                        Map.of(
                                "name",
                                "says mfa",
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-hardcoded-claim-mapper",
                                "config",
                                Map.of(
                                        "claim.name", "amr",
                                        "claim.value", "[\"pwd\",\"mfa\"]",
                                        "jsonType.label", "JSON",
                                        "id.token.claim", "true")));
        realm.post("/organizations/" + tenant + "/identity-providers", provider.alias())
                .expect(204);
        return provider;
    }

    private void fill(OtherRealm provider, String username, String tenant) {
        String there = provider.realm().create("/users", user(username));
        String here = realm.create("/users", user(username));
        realm.post("/organizations/" + tenant + "/members", here).expect(201);
        realm.post(
                        "/users/" + here + "/federated-identity/" + provider.alias(),
                        Json.object()
                                .put("identityProvider", provider.alias())
                                .put("userId", there)
                                .put("userName", username))
                .expect(204);
    }

    private static ObjectNode user(String username) {
        ObjectNode user = Json.object()
                .put("username", username)
                .put("email", username + "@acme.test")
                .put("firstName", "Test")
                .put("lastName", "User")
                .put("enabled", true)
                .put("emailVerified", true);
        ArrayNode credentials = user.putArray("credentials");
        credentials.addObject().put("type", "password").put("value", BenchRealm.PASSWORD);
        return user;
    }

    List<String> run(int warmUpRounds, int rounds) {
        for (int round = 0; round < warmUpRounds + rounds; round++) {
            for (int person = 0; person < people; person++) {
                boolean first = (person + round) % 2 == 0;
                long unread = first ? logIn(plain, "plain-" + person) : 0;
                long read = logIn(mapped, "mapped-" + person);
                unread = first ? unread : logIn(plain, "plain-" + person);
                if (round >= warmUpRounds) {
                    with.add(read);
                    without.add(unread);
                }
            }
        }
        return people == 0
                ? List.of()
                : List.of(Samples.row(
                        "login through an identity provider, with the mapper, beside one without", with, without));
    }

    private long logIn(OtherRealm provider, String username) {
        AuthorizationRequest request =
                OidcClient.of(server, NAME, BenchRealm.OURS).authorization().with("kc_idp_hint", provider.alias());
        Visitor visitor = new Visitor(server);
        long begin = System.nanoTime();
        WebPage done = visitor.submit(
                visitor.open(request.uri()), Map.of("username", username, "password", BenchRealm.PASSWORD));
        long end = System.nanoTime();
        done.code();
        return end - begin;
    }
}
