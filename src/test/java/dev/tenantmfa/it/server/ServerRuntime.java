package dev.tenantmfa.it.server;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;

/** Where the server that tests share runs. */
public enum ServerRuntime {
    /** A process of this machine, from the unpacked distribution. */
    DISTRIBUTION,
    /** A container of Keycloak's image. */
    CONTAINER;

    /** System property: {@code distribution}, the default, or {@code container}. */
    public static final String PROPERTY = "keycloak.runtime";

    /** The runtime that was asked for; the distribution where that cannot be, which is then said on the console. */
    public static ServerRuntime chosen() {
        return choose(
                System.getProperty(PROPERTY, ""),
                () -> DockerClientFactory.instance().isDockerAvailable(),
                System.out::println);
    }

    /** @throws IllegalArgumentException when {@code wanted} is none of the values */
    static ServerRuntime choose(String wanted, BooleanSupplier hasDocker, Consumer<String> say) {
        return switch (wanted) {
            case "", "distribution" -> DISTRIBUTION;
            case "container" -> {
                if (hasDocker.getAsBoolean()) {
                    yield CONTAINER;
                }
                say.accept("-D" + PROPERTY + "=container was asked for, but Testcontainers finds no Docker here:"
                        + " the tests run on the distribution instead.");
                yield DISTRIBUTION;
            }
            default ->
                throw new IllegalArgumentException(PROPERTY + " must be distribution or container, and not " + wanted);
        };
    }
}
