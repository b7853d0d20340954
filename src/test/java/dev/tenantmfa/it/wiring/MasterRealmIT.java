package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The realm of the administrators. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MasterRealmIT {

    private final KeycloakServer keycloak;
    private final RealmAdmin master;
    private Person clerk;

    MasterRealmIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.master = keycloak.admin().realm("master");
    }

    /** An administrator with Keycloak's OTP beside the one of all tests, who has none. */
    @BeforeEach
    void employ() {
        clerk = master.newPerson();
        BuiltInFactor.OTP.giveTo(clerk, master);
        JsonNode admin = master.get("/roles/admin").expect(200).json();
        master.post("/users/" + clerk.id() + "/role-mappings/realm", List.of(admin))
                .expect(204);
    }

    @AfterEach
    void leave() {
        master.deletePerson(clerk);
        master.post("/mfa/uninstall", Map.of("dry_run", false));
    }

    @Test
    void administratorsStillGetIn() {
        JsonNode before = everything();

        JsonNode plan = master.post("/mfa/install", Map.of("gate", "strict"))
                .expect(200)
                .json();
        master.post("/mfa/install", Map.of("plan_id", plan.get("plan_id").asText()))
                .expect(200);

        assertThat(state("browser")).isEqualTo("GUARDED");
        assertThat(state("direct-grant")).isEqualTo("GUARDED");
        administers(keycloak.admin().freshToken());
        Person administrator = new Person("", "admin", "", "admin");
        assertThat(console(keycloak.visitor(), administrator).code()).isNotEmpty();
        AuthenticatorApp app = BuiltInFactor.app(keycloak.clock());
        Visitor browser = keycloak.visitor();
        WebPage page = console(browser, clerk);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        page = browser.submit(page, Map.of("code", app.code()));
        assertThat(browser.submit(page, Map.of("skip", "true")).code()).isNotEmpty();

        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        OidcClient cli = OidcClient.of(keycloak.base(), "master", "admin-cli");
        assertThat(cli.password(clerk).isGranted()).isFalse();
        Tokens tokens = cli.password(clerk, "totp", app.code());
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();
        administers(tokens.accessToken());

        master.post("/mfa/uninstall", Map.of("dry_run", false)).expect(200);
        assertThat(everything()).isEqualTo(before);
        administers(keycloak.admin().freshToken());
        assertThat(console(keycloak.visitor(), administrator).code()).isNotEmpty();
    }

    private JsonNode everything() {
        return Json.sortSets(master.post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                .expect(200)
                .json());
    }

    private String state(String method) {
        for (JsonNode line : master.get("/mfa/doctor").expect(200).json().get("login_methods")) {
            if (line.get("id").asText().equals(method)) {
                return line.get("state").asText();
            }
        }
        return "none";
    }

    private void administers(String token) {
        Http.json("GET", URI.create(keycloak.base() + "/admin/realms/master/clients"), token, null)
                .expect(200);
    }

    /** Logs in to the admin console, as far as the password leads. */
    private WebPage console(Visitor browser, Person person) {
        OidcClient console = OidcClient.of(keycloak.base(), "master", "security-admin-console")
                .withRedirectUri(URI.create(keycloak.base() + "/admin/master/console/"));
        return browser.logIn(console.authorization().uri(), person);
    }
}
