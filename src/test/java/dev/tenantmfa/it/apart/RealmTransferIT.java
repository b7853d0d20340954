package dev.tenantmfa.it.apart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.Installations;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.RunFiles;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The realm as a file: taken twice in a row, exported from a running realm, and taken again by an empty database. */
class RealmTransferIT {
    private static final String DEMO_PASSWORD = "Demo-Passw0rd!";

    /** Of examples/e2e. */
    private static final String E2E_REALM = "shop";

    private static final String SECRET = "MUZGKLLUMVZXIIDUMVZXIIDTMVRXEZLU";
    private static final String BACKUP_CODE = "7306418295";

    @Test
    void realmSurvivesItsExport() throws IOException {
        KeycloakInstallation installation = Installations.install("transfer");
        Path logs = installation.home().resolveSibling("transfer-logs");
        Path file = installation.home().resolveSibling("transfer-realm.json");
        Files.deleteIfExists(file);
        if (!Installations.restore(installation)) {
            importing(installation, RunFiles.realmExport(), logs.resolve("import-1.log"));
        }
        importing(installation, RunFiles.realmExport(), logs.resolve("import-2.log"));
        Lived lived;
        // The file is there a third time, for the realm that exists by now.
        try (KeycloakServer server = KeycloakServer.start(installation, true, logs.resolve("first-server.log"))) {
            mailTo(server);
            lived = live(server);
        }

        Installations.run(
                installation,
                "export",
                List.of("--file", file.toString(), "--realm", KeycloakServer.DEMO_REALM),
                logs.resolve("export.log"));
        String exported = Files.readString(file);
        assertThat(exported).doesNotContain(lived.secret()).doesNotContain(lived.unused());
        Installations.clear(installation, file);
        addSecondFactorsInClear(installation);
        try (KeycloakServer server = KeycloakServer.start(installation, true, logs.resolve("second-server.log"))) {
            isAsItWas(server, lived, Json.parse(exported));
            logInWithWhatWasInClear(server);
        }
        Installations.run(
                installation,
                "export",
                List.of("--file", file.toString(), "--realm", E2E_REALM),
                logs.resolve("export-e2e.log"));
        assertThat(Files.readString(file)).contains("e2e-app").doesNotContain(SECRET, BACKUP_CODE);
        for (String log : List.of("second-server.log", "export-e2e.log")) {
            assertThat(Files.readString(logs.resolve(log))).doesNotContain(SECRET, BACKUP_CODE);
        }
    }

    /** As in docs/e2e-tests.md: the realm file of a company, and its test users. */
    private static void addSecondFactorsInClear(KeycloakInstallation installation) throws IOException {
        Path examples = Path.of(System.getProperty("project.root", ""), "examples");
        ObjectNode realm = (ObjectNode) Json.parse(Files.readString(examples.resolve("gitops/shop.json")));
        realm.setAll((ObjectNode) Json.parse(Files.readString(examples.resolve("e2e/users.json"))));
        assertThat(realm.toString()).contains(SECRET, BACKUP_CODE);
        Files.writeString(installation.data().resolve("import").resolve("shop.json"), realm.toString());
    }

    private static void logInWithWhatWasInClear(KeycloakServer server) {
        OidcClient client = OidcClient.of(server.base(), E2E_REALM, "e2e");
        Person app = new Person("", "e2e-app", "e2e-app@example.test", "e2e-Passw0rd!");
        Person codes = new Person("", "e2e-codes", "e2e-codes@example.test", "e2e-Passw0rd!");
        assertThat(client.password(app).isGranted()).as("without a code").isFalse();
        String code = new AuthenticatorApp(SECRET, server.clock()).code();
        assertThat(client.password(app, "totp", code).isGranted()).isTrue();
        assertThat(client.password(codes, "totp", BACKUP_CODE).isGranted()).isTrue();
        assertThat(client.password(codes, "totp", BACKUP_CODE).isGranted())
                .as("used")
                .isFalse();
        assertThat(server.support().database()).contains("e2e-app").doesNotContain(SECRET, BACKUP_CODE);
    }

    private static void importing(KeycloakInstallation installation, Path file, Path log) {
        Installations.run(installation, "import", List.of("--file", file.toString()), log);
    }

    /** What was there before the export. */
    private record Lived(
            String tenantId,
            String tenantName,
            String alias,
            Person owner,
            Person admin,
            Person suspended,
            Enrolled enrolled,
            String used,
            String unused) {
        String secret() {
            return enrolled.app().secret();
        }
    }

    private static Lived live(KeycloakServer server) {
        TenantFixture tenant = TenantFixture.create(server);
        Person admin = tenant.newMember("ADMIN");
        Person member = tenant.newMember("MEMBER");
        Person suspended = tenant.newMember("MEMBER");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + suspended.id(), Map.of("is_active", false))
                .expect(200);
        tenant.call(
                        tenant.owner(),
                        "PUT",
                        "/me/mfa-policy",
                        Map.of("required_for", "OWNERS_AND_ADMINS", "grace_period_days", 30))
                .expect(200);
        server.mailbox().awaitMailTo(tenant.owner());
        server.mailbox().awaitMailTo(admin);
        Enrolled enrolled = Enrolled.enrol(server, server.demo(), member);
        String used = enrolled.codes().get(0);
        assertThat(enrolled.grant(tenant.cli(), used).isGranted()).isTrue();
        return new Lived(
                tenant.id(),
                tenant.name(),
                tenant.alias(),
                tenant.owner(),
                admin,
                suspended,
                enrolled,
                used,
                enrolled.codes().get(1));
    }

    private static void isAsItWas(KeycloakServer server, Lived lived, JsonNode exported) {
        TenantFixture tenant = TenantFixture.of(server, server.demo(), lived.tenantId(), lived.owner());
        assertThat(tenant.name()).isEqualTo(lived.tenantName());
        assertThat(tenant.alias()).isEqualTo(lived.alias());
        assertThat(role(tenant, lived.owner())).isEqualTo("OWNER");
        assertThat(role(tenant, lived.admin())).isEqualTo("ADMIN");
        assertThat(tenant.logIn(lived.suspended()).errorDescription())
                .isEqualTo("Access to " + lived.tenantName() + " is suspended");
        JsonNode policy = tenant.call(lived.owner(), "GET", "/me/mfa-policy", null)
                .expect(200)
                .json();
        assertThat(policy.get("required_for").asText()).isEqualTo("OWNERS_AND_ADMINS");
        assertThat(policy.get("grace_period_days").asInt()).isEqualTo(30);
        assertThat(exported.at("/organizations").findValuesAsText("alias")).contains("acme", "globex", lived.alias());

        Enrolled enrolled = lived.enrolled();
        Person member = enrolled.person();
        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
        // The app of before the move; the server's clock has run on since, and the old one's offset is gone.
        server.clock().advance(Duration.ofSeconds(90));
        String code = new AuthenticatorApp(lived.secret(), server.clock()).code();
        Tokens byApp = enrolled.grant(tenant.cli(), code);
        assertThat(byApp.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
        assertThat(byApp.claims().get("mfa").asBoolean()).isTrue();
        assertThat(enrolled.grant(tenant.cli(), code).errorDescription()).isEqualTo("The code was incorrect.");
        assertThat(enrolled.grant(tenant.cli(), lived.used()).errorDescription())
                .as("a backup code of before the export stays used")
                .isEqualTo("The code was incorrect.");
        assertThat(enrolled.grant(tenant.cli(), lived.unused()).isGranted()).isTrue();
        assertThat(enrolled.grant(tenant.cli(), lived.unused()).errorDescription())
                .isEqualTo("The code was incorrect.");
        demoPeopleLogIn(server);
        nobodyIsRemindedAgain(server, lived);
    }

    private static void nobodyIsRemindedAgain(KeycloakServer server, Lived lived) {
        mailTo(server);
        for (int run = 0; run < 2; run++) {
            TenantFixture later = TenantFixture.create(server);
            later.policy(Map.of("required_for", "ALL", "grace_period_days", 30));
            server.mailbox().awaitMailTo(later.owner());
        }
        for (Person reminded : List.of(lived.owner(), lived.admin())) {
            assertThat(server.mailbox().to(reminded)).isEmpty();
        }
    }

    /** The mails of an import go to the port that the file names. */
    private static void mailTo(KeycloakServer server) {
        server.demo()
                .update(realm -> realm.withObjectProperty("smtpServer")
                        .put("port", Integer.toString(server.mailbox().port())));
    }

    private static void demoPeopleLogIn(KeycloakServer server) {
        Person alice = server.demo().person("alice@acme", DEMO_PASSWORD);
        Tokens tokens = server.client("demo-cli").password(alice);
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
        assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo("alice");
        Tokens owner = server.client("demo-cli").password(server.demo().person("owner@acme.test", DEMO_PASSWORD));
        assertThat(owner.claims().get("tenant_role").asText()).isEqualTo("OWNER");
    }

    private static String role(TenantFixture tenant, Person person) {
        return tenant.logIn(person).claims().get("tenant_role").asText();
    }
}
