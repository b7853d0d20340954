package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.LoginStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of {@code docs/wiring.md} for those who cannot use the installer, as they are printed there. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ByHandIT extends ExistingRealms {

    ByHandIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void commandsOfTheDocsWireARealm() throws IOException {
        ExistingRealm realm = realm(true);
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        RealmUsers users = new RealmUsers(keycloak, realm);
        String commands = commands();
        assertThat(commands).contains("REALM=shop\n");

        realm.kcadm().runLoggedIn(commands.replace("REALM=shop\n", "REALM=" + realm.name() + "\n"));

        assertThat(realm.findings()).isEmpty();
        for (String method : new String[] {
            "browser", "direct-grant", "registration", "reset-credentials", "idp:" + provider.alias() + ":post-login"
        }) {
            assertThat(realm.state(method)).as(method).isEqualTo("GUARDED");
        }
        assertThat(realm.plan(Map.of()).get("changes")).isEmpty();
        users.assertLogsIn(users.withoutFactor);
        users.assertLogsInWith(users.withOtp, realm.otp()::code);
        keycloak.clock().advance(realm.otp().untilNextStep().plusSeconds(1));
        users.assertPasswordGrantNeeds(users.withOtp, realm.otp().code());
        Person withApp = users.withApp();
        assertThat(LoginStep.of(users.reset(keycloak.visitor(), withApp))).isEqualTo(LoginStep.CODE);
        provider.leave();
    }

    private static String commands() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("project.root", ""), "docs", "wiring.md"));
        String section = page.substring(page.indexOf("## By hand"));
        int begin = section.indexOf("```sh\n") + "```sh\n".length();
        return section.substring(begin, section.indexOf("```", begin));
    }
}
