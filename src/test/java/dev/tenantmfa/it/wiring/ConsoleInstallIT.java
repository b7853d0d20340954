package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The option {@code console} of the installer: client and scope, twice, and gone again. */
@KeycloakIntegration
class ConsoleInstallIT extends ExistingRealms {

    ConsoleInstallIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void clientIsCreatedOnceAndRemovedAgain() {
        ExistingRealm realm = realm(true);
        JsonNode before = realm.everything();
        assertThat(console(realm)).contains("The console is not installed in this realm.");

        realm.installed(Map.of("console", true));

        JsonNode client = realm.admin().client("tenant-console");
        String address = "/realms/" + realm.name() + "/tenants/console/";
        assertThat(client.get("publicClient").asBoolean()).isTrue();
        assertThat(client.get("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(client.get("fullScopeAllowed").asBoolean()).isFalse();
        assertThat(client.get("redirectUris")).hasSize(1);
        assertThat(client.get("redirectUris").get(0).asText()).isEqualTo(address + "*");
        assertThat(client.at("/attributes/pkce.code.challenge.method").asText()).isEqualTo("S256");
        assertThat(client.get("defaultClientScopes").toString()).contains("tenant-mfa", "basic", "profile");
        assertThat(console(realm)).contains("data-client=\"tenant-console\"", "data-console=\"" + address + "\"");
        assertThat(realm.findings()).isEmpty();
        assertThat(realm.plan(Map.of("console", true)).get("changes")).isEmpty();
        for (String format : new String[] {"config-cli", "kcadm", "terraform"}) {
            assertThat(realm.admin()
                            .get("/mfa/install/export?format=" + format)
                            .expect(200)
                            .text())
                    .contains("tenant-console", address + "*");
        }

        realm.uninstalled();
        assertThat(realm.everything()).isEqualTo(before);
        realm.installed(Map.of("console", true));
        assertThat(realm.admin()
                        .client("tenant-console")
                        .get("defaultClientScopes")
                        .toString())
                .contains("tenant-mfa");
    }

    @Test
    void consoleNeedsOrganizationsAndTheScope() {
        assertThat(realm(false)
                        .admin()
                        .post("/mfa/install", Map.of("console", true))
                        .expect(400)
                        .text())
                .contains("console need organizations, which this realm has switched off");
        assertThat(realm(true)
                        .plan(Map.of("console", true, "scope", Map.of("create", false)))
                        .get("refused")
                        .toString())
                .contains("The console needs the client scope tenant-mfa.");
        assertThat(console(realm(false))).contains("Organizations are not enabled in this realm.");
    }

    @Test
    void doctorFindsAClientThatDoesNotFit() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of("console", true));
        String scope = realm.admin().client("tenant-console").get("id").asText();
        realm.admin()
                .updateClient(
                        "tenant-console",
                        client -> client.putArray("redirectUris").add("https://elsewhere.test/*"));
        for (JsonNode one : realm.admin().get("/client-scopes").json()) {
            if (one.get("name").asText().equals("tenant-mfa")) {
                realm.admin()
                        .delete("/clients/" + scope + "/default-client-scopes/"
                                + one.get("id").asText())
                        .expect(204);
            }
        }

        assertThat(realm.findings()).containsExactlyInAnyOrder("console-scope", "console-redirect");
        Fixes.mend(realm, "console-redirect");
        Fixes.mend(realm, "console-scope");
        assertThat(realm.findings()).isEmpty();
    }

    private String console(ExistingRealm realm) {
        return Http.send(HttpRequest.newBuilder(
                        URI.create(keycloak.base() + "/realms/" + realm.name() + "/tenants/console/")))
                .text();
    }
}
