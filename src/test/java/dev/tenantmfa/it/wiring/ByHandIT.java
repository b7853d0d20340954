package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.LoginStep;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of {@code docs/wiring.md} for those who cannot use the installer, as they are printed there. */
@KeycloakIntegration
@WithoutBruteForceProtector
class ByHandIT extends ExistingRealms {

    private static final long LIMIT_MINUTES = 5;

    @TempDir
    private Path folder;

    ByHandIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void commandsOfTheDocsWireARealm() throws IOException, InterruptedException {
        ExistingRealm realm = realm(true);
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), realm.admin());
        RealmUsers users = new RealmUsers(keycloak, realm);
        String commands = commands();
        assertThat(commands).contains("REALM=shop\n");

        run("kcadm.sh config credentials --server " + keycloak.base()
                + " --realm master --user admin --password admin\n"
                + commands.replace("REALM=shop\n", "REALM=" + realm.name() + "\n"));

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

    /** In a shell that finds {@code kcadm.sh} of the distribution, and stores its login in a folder of its own. */
    private void run(String script) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).redirectOutput(log.toFile());
        String bin = Path.of(System.getProperty("keycloak.home"), "bin").toString();
        shell.environment().merge("PATH", bin, (path, ours) -> ours + File.pathSeparator + path);
        shell.environment().put("KC_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.home=" + folder);
        Process process = shell.start();
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as(Files.readString(log)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
