package dev.tenantmfa.it;

import dev.tenantmfa.it.server.KeycloakProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** With what the servers of the integration tests are built and started. */
final class ServerOptions {
    static final String ADMIN = "admin";
    static final Duration START_LIMIT = Duration.ofMinutes(5);

    static final List<String> BUILD_OPTIONS =
            // Docker is a login method that Keycloak has and does not switch on by itself.
            List.of(
                    "--db=dev-file",
                    "--health-enabled=true",
                    "--metrics-enabled=true",
                    "--vault=file",
                    "--features=docker");

    /** Without what would fill the log: how flows choose their steps is half of it, and readiness is asked for often. */
    static final String LOG_LEVEL = "info,dev.tenantmfa:debug,org.keycloak:debug,"
            + "org.keycloak.authentication.DefaultAuthenticationFlow:info,"
            + "org.keycloak.authentication.AuthenticationSelectionResolver:info,"
            + "org.keycloak.transaction:info,org.keycloak.broker.provider.mappersync:info,org.keycloak.quarkus:info,"
            + "io.smallrye.health:warn";

    /** A node examines what was changed through another one after a second instead of a minute. */
    static final String FOLLOWING = "--spi-events-listener--tmfa-doctor--interval=1";

    private ServerOptions() {}

    /** What passwords and backup codes cost says nothing in these tests; the benchmark pays the usual price. */
    public static List<String> cheapHashes() {
        return List.of("--spi-password-hashing--argon2--memory=8", "--spi-password-hashing--argon2--iterations=1");
    }

    /** Instead of each quarter of an hour. */
    static String remindersEach(Duration interval) {
        return "--spi-events-listener--tmfa-reminders--interval=" + interval.toSeconds();
    }

    static List<String> startOptions(int port, int managementPort, String vault, AuthenticationDevices devices) {
        List<String> options = new ArrayList<>(List.of(
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname=" + KeycloakServer.address(port),
                "--cache=local",
                "--vault-dir=" + vault,
                "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=" + devices.address(),
                // Else Keycloak's protector refuses, for a moment after an answer, the next login of the same person.
                "--spi-brute-force-protector--default-brute-force-detector--allow-concurrent-requests=true",
                "--log-level=" + System.getProperty("keycloak.log", LOG_LEVEL)));
        options.add(remindersEach(Duration.ofSeconds(1)));
        options.addAll(cheapHashes());
        return options;
    }

    static Map<String, String> environment(Mailbox mailbox) {
        Map<String, String> environment = new HashMap<>(KeycloakProcess.smallHeap());
        environment.put("TENANT_MFA_SMTP_HOST", "localhost");
        environment.put("TENANT_MFA_SMTP_PORT", Integer.toString(mailbox.port()));
        return environment;
    }

    static Map<String, String> bootstrapAdmin() {
        return Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
    }
}
