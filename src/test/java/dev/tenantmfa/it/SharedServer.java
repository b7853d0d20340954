package dev.tenantmfa.it;

import dev.tenantmfa.it.server.ContainerKeycloak;
import dev.tenantmfa.it.server.Ports;
import dev.tenantmfa.it.server.ServerFailure;
import dev.tenantmfa.it.server.ServerRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the server that all classes of a process share. */
final class SharedServer {
    private SharedServer() {}

    static KeycloakServer start() {
        long begin = System.nanoTime();
        KeycloakServer server = switch (ServerRuntime.chosen()) {
            case DISTRIBUTION -> startFromDistribution();
            case CONTAINER -> startInContainer();
        };
        // Tests count mails. Those about reminders have a realm of their own.
        server.demo().setAttribute(RealmFile.REMINDERS, "false");
        System.out.println("Keycloak is ready at " + server.base() + " after "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s, log in "
                + server.log().file());
        return server;
    }

    private static KeycloakServer startFromDistribution() {
        // Beside it, AllTestsApartIT starts one server after the other, and the build waits for that class.
        return KeycloakServer.startWithDemo(
                Installations.install("keycloak").givingWay(), RunFiles.work().resolve("server.log"));
    }

    private static KeycloakServer startInContainer() {
        String image = "quay.io/keycloak/keycloak:" + RunFiles.required("keycloak.server.version");
        System.out.println("Starting a container of " + image);
        Mailbox mailbox = new Mailbox();
        AuthenticationDevices devices = new AuthenticationDevices();
        try {
            List<Integer> ports = Ports.free(2);
            List<String> options = new ArrayList<>(ServerOptions.BUILD_OPTIONS);
            options.addAll(ServerOptions.startOptions(ports.get(0), ports.get(1), ContainerKeycloak.VAULT, devices));
            ContainerKeycloak keycloak = ContainerKeycloak.start(
                    image,
                    RunFiles.providers(),
                    RunFiles.realmExport(),
                    options,
                    ServerOptions.environment(mailbox),
                    ports.get(1),
                    ServerOptions.START_LIMIT,
                    RunFiles.work().resolve("server.log"));
            return new KeycloakServer(KeycloakServer.address(ports.get(0)), ports.get(1), keycloak, mailbox, devices);
        } catch (ServerFailure e) {
            mailbox.close();
            devices.close();
            throw e;
        }
    }
}
