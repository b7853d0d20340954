package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Those who have no business in the tenant. */
final class RoleStrangers {
    private final Map<String, Stranger> all = new LinkedHashMap<>();

    /** @param expected the status of each call; empty where the call is the stranger's own business */
    record Stranger(String token, Function<RoleRow, Optional<Integer>> rule) {
        Optional<Integer> expected(RoleRow row) {
            return rule.apply(row);
        }
    }

    RoleStrangers(KeycloakServer keycloak, RoleScene scene) {
        OidcClient cli = keycloak.client("demo-cli");
        all.put("nobody", always(null, 401));
        all.put("somebody with a made-up token", always("eyJhbGciOiJub25lIn0.e30.", 401));
        all.put(
                "person of no tenant",
                new Stranger(
                        cli.password(keycloak.demo().newPerson()).accessToken(),
                        row -> row.path().startsWith("/me") ? Optional.of(409) : Optional.empty()));
        TenantFixture other = TenantFixture.create(keycloak);
        all.put(
                "owner of another tenant",
                new Stranger(
                        other.logIn(other.owner()).accessToken(),
                        row -> row.aboutSomebody() ? Optional.of(404) : Optional.empty()));
        all.put("the server's administrator", always(masterToken(keycloak), 401));
        all.put("token without the audience", always(withoutAudience(keycloak, scene), 401));
        all.put("service account", always(serviceAccount(keycloak), 403));
        Person disabled = scene.tenant().newMember("OWNER");
        Tokens ofDisabled = scene.tenant().logIn(disabled);
        keycloak.demo().updateUser(disabled, user -> user.put("enabled", false));
        all.put("disabled account", always(ofDisabled.accessToken(), 401));
        Person former = scene.tenant().newMember("OWNER");
        Tokens ofFormer = scene.tenant().logIn(former);
        keycloak.demo()
                .delete("/organizations/" + scene.tenant().id() + "/members/" + former.id())
                .expect(204);
        all.put("former owner", always(ofFormer.accessToken(), 403));
        TenantFixture suspended = TenantFixture.create(keycloak);
        Tokens ofSuspended = suspended.logIn(suspended.owner());
        keycloak.demo()
                .put(
                        "/organizations/" + suspended.id(),
                        Map.of("name", suspended.name(), "alias", suspended.alias(), "enabled", false))
                .expect(204);
        all.put("owner of a suspended tenant", always(ofSuspended.accessToken(), 403));
    }

    Map<String, Stranger> all() {
        return all;
    }

    private static Stranger always(String token, int status) {
        return new Stranger(token, row -> Optional.of(status));
    }

    private static String masterToken(KeycloakServer keycloak) {
        return OidcClient.of(keycloak.base(), "master", "admin-cli")
                .password(new Person("", "admin", null, "admin"))
                .accessToken();
    }

    private static String withoutAudience(KeycloakServer keycloak, RoleScene scene) {
        String clientId = "no-audience-" + UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        clientId,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "defaultClientScopes",
                        List.of("basic")));
        return keycloak.client(clientId).password(scene.tenant().owner()).accessToken();
    }

    private static String serviceAccount(KeycloakServer keycloak) {
        String clientId = "robot-" + UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        clientId,
                        "secret",
                        "robot-secret",
                        "serviceAccountsEnabled",
                        true,
                        "defaultClientScopes",
                        List.of("basic", "tenant-mfa")));
        return keycloak.client(clientId)
                .withSecret("robot-secret")
                .clientCredentials()
                .accessToken();
    }
}
