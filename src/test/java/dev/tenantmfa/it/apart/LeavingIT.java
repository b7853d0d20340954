package dev.tenantmfa.it.apart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.Installations;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.FileTree;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.tenant.ApiContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way out, gone to its end: a server with the JAR, the steps of docs/operations.md, and a server on the same database
 * without it. One realm goes the way, one does not.
 */
class LeavingIT {

    @Test
    void peopleGoOnWithTheirAppsWhereTheRealmWasPrepared() throws IOException {
        KeycloakInstallation with = Installations.install("leaving");
        Path logs = with.home().resolveSibling("leaving-logs");
        Enrolled prepared;
        Enrolled unprepared;
        Person pending;
        Person pendingThere;
        try (KeycloakServer server = KeycloakServer.startWithDemo(with, logs.resolve("with.log"))) {
            RealmAdmin other = server.copyOfDemoRealm("unprepared");
            unprepared = Enrolled.enrol(server, other, other.newPerson());
            pendingThere = other.newPerson();
            other.require(pendingThere, "tmfa-configure");
            RealmAdmin demo = server.demo();
            prepared = Enrolled.enrol(server, demo, demo.newPerson());
            pending = demo.newPerson();
            demo.require(pending, "tmfa-configure");
            leave(server, demo);
        }

        KeycloakInstallation without = Installations.installWithoutJars("left", logs.resolve("build.log"));
        FileTree.delete(without.data());
        FileTree.copy(with.data(), without.data());
        try (KeycloakServer server = KeycloakServer.start(without, false, logs.resolve("without.log"))) {
            assertThat(server.admin()
                            .request("GET", "/admin/serverinfo", null)
                            .expect(200)
                            .text())
                    .doesNotContain("tmfa-");
            logsInByApp(server, prepared);
            setsUpAnApp(server, pending);
            losesItsSecondFactors(server, unprepared, pendingThere);
        }
    }

    /** The steps of docs/operations.md. */
    private static void leave(KeycloakServer server, RealmAdmin realm) {
        realm.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        assertThat(appsConverted(server, realm)).isEqualTo(1);
        realm.update(LeavingIT::bindKeycloaksFlows);
        for (JsonNode action : RealmAdmin.list(realm.get("/authentication/required-actions"))) {
            String alias = action.get("alias").asText();
            if (alias.startsWith("tmfa-")) {
                realm.delete("/authentication/required-actions/" + alias).expect(204);
            } else if (alias.equals("CONFIGURE_TOTP")) {
                // The demo realm has it switched off, as the README says.
                realm.put("/authentication/required-actions/" + alias, ((ObjectNode) action).put("enabled", true))
                        .expect(204);
            }
        }
        assertThat(appsConverted(server, realm)).isZero();
    }

    private static int appsConverted(KeycloakServer server, RealmAdmin realm) {
        URI uri = URI.create(server.base() + "/admin/realms/" + realm.name() + "/mfa/convert-to-keycloak");
        JsonNode page = ApiContract.checked(
                        "POST", Http.json("POST", uri, server.admin().freshToken(), Map.of("max", 500)))
                .expect(200)
                .json();
        assertThat(page.get("left")).isEmpty();
        assertThat(page.get("next").isNull()).isTrue();
        return page.get("apps_converted").asInt();
    }

    private static void bindKeycloaksFlows(ObjectNode realm) {
        realm.put("browserFlow", "browser")
                .put("directGrantFlow", "direct grant")
                .put("registrationFlow", "registration")
                .put("resetCredentialsFlow", "reset credentials")
                .put("loginTheme", "keycloak.v2")
                .put("emailTheme", "keycloak");
    }

    private static void logsInByApp(KeycloakServer server, Enrolled enrolled) {
        AuthenticatorApp app = new AuthenticatorApp(enrolled.app().secret(), Clock.systemUTC());
        AuthorizationRequest request = server.client("demo-app").authorization();
        Visitor visitor = server.visitor();
        WebPage page = logIn(visitor, request, enrolled.person());
        assertThat(page.hasField("otp")).as(page.text()).isTrue();
        page = visitor.submit(page, Map.of("otp", app.wrongCode()));
        assertThat(page.hasField("otp")).as(page.text()).isTrue();
        String code = app.code();
        Tokens tokens = server.client("demo-app")
                .redeem(request, visitor.submit(page, Map.of("otp", code)).code());
        assertThat(tokens.isGranted()).isTrue();
        OidcClient cli = server.client("demo-cli");
        assertThat(cli.password(enrolled.person(), "totp", code).isGranted()).isFalse();
        assertThat(cli.password(enrolled.person()).isGranted()).isFalse();
        assertThat(enrolled.grant(cli, app.codeIn(1)).isGranted()).isTrue();
    }

    /** Where there are organizations, Keycloak's own flow asks for the username first. */
    private static WebPage logIn(Visitor visitor, AuthorizationRequest request, Person person) {
        WebPage page = visitor.submit(visitor.open(request.uri()), Map.of("username", person.username()));
        return visitor.submit(page, Map.of("password", person.password()));
    }

    private static void setsUpAnApp(KeycloakServer server, Person person) {
        WebPage page = logIn(server.visitor(), server.client("demo-app").authorization(), person);

        assertThat(page.hasField("totp")).as(page.text()).isTrue();
    }

    /** Nobody gets in until an administrator binds other flows; then the password alone is enough. */
    private static void losesItsSecondFactors(KeycloakServer server, Enrolled enrolled, Person pending) {
        RealmAdmin realm = server.admin().realm("unprepared");
        OidcClient app = OidcClient.of(server.base(), realm.name(), "demo-app");
        OidcClient cli = OidcClient.of(server.base(), realm.name(), "demo-cli");
        assertThat(server.visitor().open(app.authorization().uri()).status()).isEqualTo(400);
        assertThat(cli.password(enrolled.person()).answer().status()).isEqualTo(500);
        realm.get("/authentication/flows/tenant-mfa%20browser/executions").expect(404);
        assertThat(realm.credentials(enrolled.person()).findValuesAsText("type"))
                .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");

        realm.update(LeavingIT::bindKeycloaksFlows);

        assertThat(cli.password(enrolled.person()).isGranted())
                .as("with the password alone")
                .isTrue();
        assertThat(cli.password(pending).errorDescription()).isEqualTo("Account is not fully set up");
        assertThat(logIn(server.visitor(), app.authorization(), pending).status())
                .as("with a pending action that nobody carries out")
                .isEqualTo(500);
    }
}
