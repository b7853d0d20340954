package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.SelfService.client;
import static dev.tenantmfa.it.mfa.SelfService.logIn;
import static dev.tenantmfa.it.mfa.SelfService.remove;
import static org.assertj.core.api.Assertions.assertThat;

/** Factors are added, renewed and removed by their person alone, who has shown one recently. */
@KeycloakIntegration
class SelfServiceIT {
    private static final String APP = "tmfa-totp";
    private static final String BACKUP_CODES = "tmfa-backup-codes";

    @Test
    void recentFactorRemovesTheAppAndItsBackupCodes(KeycloakServer keycloak) {
        OidcClient client = client(keycloak, Map.of());
        Enrolled enrolled = Enrolled.create(keycloak);
        Tokens tokens = logIn(keycloak, client, enrolled);
        assertThat(remove(keycloak, tokens, idOf(keycloak, enrolled.person(), BACKUP_CODES))
                        .status())
                .as("the codes alone go by no means")
                .isEqualTo(400);

        remove(keycloak, tokens, idOf(keycloak, enrolled.person(), APP)).expect(204);
        assertThat(types(keycloak, enrolled.person())).containsExactly("password");
        assertThat(keycloak.client("demo-cli").password(enrolled.person()).isGranted())
                .isTrue();
        assertThat(enrolled.grant(keycloak.client("demo-cli"), enrolled.codes().get(0))
                        .isGranted())
                .as("a code too many does no harm")
                .isTrue();
    }

    @Test
    void administratorsRemovalTakesTheBackupCodesToo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        String app = idOf(keycloak, enrolled.person(), APP);
        keycloak.demo()
                .delete("/users/" + enrolled.person().id() + "/credentials/" + app)
                .expect(204);

        assertThat(types(keycloak, enrolled.person())).containsExactly("password");
        keycloak.mailbox().awaitMailTo(enrolled.person(), 2);
        assertThat(keycloak.mailbox().to(enrolled.person()).get(1).subject()).containsIgnoringCase("removed");
    }

    @Test
    void oneOfTwoAppsGoesAndTheCodesStay(KeycloakServer keycloak) {
        OidcClient client = client(keycloak, Map.of());
        Enrolled enrolled = Enrolled.create(keycloak);
        String first = idOf(keycloak, enrolled.person(), APP);
        AuthorizationRequest request = client.authorization().with("kc_action", "tmfa-configure");
        WebPage setup = enrolled.visitor().open(request.uri());
        AuthenticatorApp second = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage done = enrolled.visitor().submit(setup, Map.of("code", second.code(), "deviceName", "Tablet"));
        Tokens tokens = client.redeem(request, done.code());
        assertThat(types(keycloak, enrolled.person())).containsOnlyOnce(BACKUP_CODES);

        remove(keycloak, tokens, first).expect(204);
        assertThat(types(keycloak, enrolled.person())).containsExactlyInAnyOrder("password", APP, BACKUP_CODES);
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(enrolled.grant(cli, enrolled.codes().get(0)).isGranted()).isTrue();
        keycloak.clock().advance(Duration.ofMinutes(1));
        assertThat(enrolled.grant(cli, enrolled.app().code()).isGranted())
                .as("the removed app")
                .isFalse();
        assertThat(enrolled.grant(cli, second.code()).isGranted()).isTrue();
    }

    @Test
    void renewalKillsTheOldCodesOnceTheNewOnesAreSaved(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-regenerate-backup-codes");
        WebPage offer = enrolled.visitor().open(request.uri());
        assertThat(LoginStep.of(offer)).isEqualTo(LoginStep.RENEWAL);
        WebPage codesPage = enrolled.visitor().submit(offer, Map.of("renew", "true"));
        List<String> fresh = Enrolled.codesOn(codesPage);
        assertThat(fresh).hasSize(8).doesNotContainAnyElementsOf(enrolled.codes());
        assertThat(enrolled.grant(cli, fresh.get(0)).isGranted())
                .as("a new code before it was saved")
                .isFalse();
        assertThat(enrolled.grant(cli, enrolled.codes().get(0)).isGranted())
                .as("an old one before")
                .isTrue();
        codesPage = enrolled.visitor().submit(codesPage, Map.of());
        assertThat(Enrolled.codesOn(codesPage)).isEqualTo(fresh);

        assertThat(LoginStep.of(enrolled.visitor().submit(codesPage, Map.of("saved", "on"))))
                .isEqualTo(LoginStep.IN);
        assertThat(enrolled.grant(cli, enrolled.codes().get(1)).isGranted()).isFalse();
        assertThat(enrolled.grant(cli, fresh.get(0)).isGranted()).isTrue();
    }

    @Test
    void whatAnApplicationAskedForCanBeCancelled(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        List<String> stored = stored(keycloak, enrolled.person());
        for (String action : List.of("tmfa-configure", "tmfa-regenerate-backup-codes")) {
            WebPage page = enrolled.visitor()
                    .open(keycloak.client("demo-app")
                            .authorization()
                            .with("kc_action", action)
                            .uri());
            WebPage end = enrolled.visitor().submit(page, Map.of("cancel-aia", "true"));
            assertThat(LoginStep.of(end)).isEqualTo(LoginStep.IN);
            assertThat(end.parameter("kc_action_status")).contains("cancelled");
        }
        assertThat(stored(keycloak, enrolled.person())).isEqualTo(stored);
    }

    @Test
    void backupCodesWithoutAnAppLeadToItsSetup(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(
                keycloak.client("demo-app")
                        .authorization()
                        .with("kc_action", "tmfa-regenerate-backup-codes")
                        .uri(),
                person);
        assertThat(LoginStep.of(setup)).isEqualTo(LoginStep.SET_UP);
        assertThat(types(keycloak, person)).containsExactly("password");

        AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "renew", "true"));
        assertThat(LoginStep.of(codes)).isEqualTo(LoginStep.CODES);
        WebPage end = visitor.submit(codes, Map.of("saved", "on"));

        assertThat(LoginStep.of(end)).isEqualTo(LoginStep.IN);
        assertThat(end.parameter("kc_action_status")).contains("success");
        assertThat(types(keycloak, person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        assertThat(keycloak.support()
                        .credential(keycloak.demo(), person, "tmfa-totp")
                        .userLabel())
                .as("what Keycloak's own pages call it")
                .isEqualTo("Authenticator app");
    }

    private static String idOf(KeycloakServer keycloak, Person person, String type) {
        return keycloak.support().credential(keycloak.demo(), person, type).id();
    }

    private static List<String> types(KeycloakServer keycloak, Person person) {
        return keycloak.demo().credentials(person).findValuesAsText("type");
    }

    private static List<String> stored(KeycloakServer keycloak, Person person) {
        return keycloak.support().credentials(keycloak.demo(), person).stream()
                .map(credential -> credential.id() + credential.secretData())
                .sorted()
                .toList();
    }
}
