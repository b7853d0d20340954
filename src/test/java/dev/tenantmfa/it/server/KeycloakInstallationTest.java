package dev.tenantmfa.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With a shell script in the place of Keycloak's. */
@DisabledOnOs(OS.WINDOWS)
class KeycloakInstallationTest {
    private static final List<String> OPTIONS = List.of("--db=dev-file");

    @TempDir
    Path folder;

    private Path distribution;
    private Path home;
    private Path jar;

    @BeforeEach
    void layOut() throws IOException {
        distribution = folder.resolve("keycloak-1.2.3");
        home = folder.resolve("home");
        jar = Files.writeString(folder.resolve("provider.jar"), "first");
        Files.createDirectories(distribution.resolve("providers"));
        script("echo built >>\"$(dirname \"$0\")/../builds\"");
    }

    @Test
    void builtOnceForTheSameJar() throws IOException {
        prepare();
        prepare();

        assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(1);
        assertThat(home.resolve("providers/provider.jar")).hasContent("first");
    }

    @Test
    void builtOnceForTwoDirectories() throws IOException {
        Files.writeString(Files.createDirectories(prepare().data()).resolve("database"), "rows");
        script("exit 1");
        home = folder.resolve("other");

        KeycloakInstallation other = prepare();

        assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(1);
        assertThat(home.resolve("providers/provider.jar")).hasContent("first");
        assertThat(other.data()).doesNotExist();
    }

    @Test
    void builtAfreshForAChangedJarWithTheDataKept() throws IOException {
        Path data = Files.createDirectories(prepare().data());
        Files.writeString(data.resolve("database"), "rows");
        Files.writeString(home.resolve("providers/old.jar"), "of an earlier build");
        Files.writeString(jar, "second");

        prepare();

        assertThat(home.resolve("providers/provider.jar")).hasContent("second");
        assertThat(home.resolve("providers/old.jar")).doesNotExist();
        assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(1);
        assertThat(data.resolve("database")).hasContent("rows");
    }

    @Test
    void builtAfreshByTheJdkThatIsAskedFor() throws IOException {
        script("echo $JAVA_HOME >\"$(dirname \"$0\")/../jdk\"");
        prepare();
        assertThat(home.resolve("jdk")).hasContent(System.getProperty("java.home"));
        System.setProperty(KeycloakProcess.JAVA_HOME, "/opt/other-jdk");
        try {
            prepare();
        } finally {
            System.clearProperty(KeycloakProcess.JAVA_HOME);
        }

        assertThat(home.resolve("jdk")).hasContent("/opt/other-jdk");
    }

    @Test
    void interruptedBuildIsRepeated() throws IOException {
        script("exit 1");
        assertThatThrownBy(this::prepare).isInstanceOf(ServerFailure.class);
        script("echo built >>\"$(dirname \"$0\")/../builds\"");

        prepare();

        assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(1);
    }

    @Test
    void failedBuildShowsExitCodeReasonAndLog() throws IOException {
        script("echo 'java.net.BindException: Address already in use'; exit 7");

        assertThatThrownBy(this::prepare)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("A port it needs is in use by another program.")
                .hasMessageContaining("java.net.BindException");
    }

    @Test
    void missingJarIsNamed() throws IOException {
        Files.delete(jar);

        assertThatThrownBy(this::prepare).isInstanceOf(ServerFailure.class).hasMessageContaining(jar.toString());
    }

    @Test
    void serverThatEndsBeforeItIsReadyIsAFailure() throws IOException {
        KeycloakInstallation installation = prepare();
        Files.writeString(installation.script(), "#!/bin/sh\necho no heap left: OutOfMemoryError\nexit 3\n");
        KeycloakProcess process = start(installation);

        assertThatThrownBy(() -> process.awaitReady(Ports.free(1).get(0), Duration.ofSeconds(30)))
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("Its heap was too small.");
    }

    @Test
    void closingEndsTheChildrenOfTheScriptToo() throws Exception {
        KeycloakInstallation installation = prepare();
        Files.writeString(installation.script(), "#!/bin/sh\nsleep 600 &\necho child $!\nwait\n");
        KeycloakProcess process = start(installation);
        String line = process.log().await(0, text -> text.startsWith("child "));
        ProcessHandle child = ProcessHandle.of(Long.parseLong(line.substring("child ".length())))
                .orElseThrow();

        process.close();

        child.onExit().get(10, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
        assertThat(ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private KeycloakProcess start(KeycloakInstallation installation) {
        return KeycloakProcess.launch(installation, "start", List.of(), Map.of(), folder.resolve("server.log"));
    }

    private KeycloakInstallation prepare() {
        return KeycloakInstallation.prepare(distribution, home, List.of(jar), OPTIONS, folder.resolve("build.log"));
    }

    private void script(String body) throws IOException {
        Path script = Files.createDirectories(distribution.resolve("bin")).resolve("kc.sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
