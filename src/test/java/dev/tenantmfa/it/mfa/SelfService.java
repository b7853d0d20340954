package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Logins whose session changes second factors, and the calls for it. */
final class SelfService {
    private SelfService() {}

    static OidcClient client(KeycloakServer keycloak, Map<String, String> flows) {
        String id = "self-service-" + UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "fullScopeAllowed",
                        true,
                        "redirectUris",
                        List.of("http://localhost:*"),
                        "authenticationFlowBindingOverrides",
                        flows));
        return OidcClient.of(keycloak.base(), "demo", id);
    }

    /** Through the account REST API, which is another way than that of the account console. */
    static Answer remove(KeycloakServer keycloak, Tokens tokens, String credential) {
        return Http.send(
                HttpRequest.newBuilder(URI.create(keycloak.base() + "/realms/demo/account/credentials/" + credential))
                        .header("Accept", "application/json")
                        .header("Authorization", "Bearer " + tokens.accessToken())
                        .DELETE());
    }

    static Tokens logIn(KeycloakServer keycloak, OidcClient client, Enrolled enrolled) {
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = client.authorization();
        WebPage page = visitor.logIn(request.uri(), enrolled.person());
        return client.redeem(
                request,
                visitor.submit(page, Map.of("code", enrolled.app().code())).code());
    }
}
