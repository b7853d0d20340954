package dev.tenantmfa.it.server;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServerRuntimeTest {
    private final List<String> said = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"", "distribution"})
    void distributionNeedsNoDocker(String wanted) {
        ServerRuntime runtime = ServerRuntime.choose(
                wanted,
                () -> {
                    throw new AssertionError("Nobody asked for Docker");
                },
                said::add);

        assertThat(runtime).isEqualTo(ServerRuntime.DISTRIBUTION);
        assertThat(said).isEmpty();
    }

    @Test
    void containerWhereThereIsDocker() {
        assertThat(ServerRuntime.choose("container", () -> true, said::add)).isEqualTo(ServerRuntime.CONTAINER);
        assertThat(said).isEmpty();
    }

    @Test
    void withoutDockerTheDistributionRunsAndThatIsSaid() {
        assertThat(ServerRuntime.choose("container", () -> false, said::add)).isEqualTo(ServerRuntime.DISTRIBUTION);
        assertThat(said).singleElement().asString().contains("no Docker", "distribution instead");
    }

    @Test
    void otherWordsAreRefused() {
        assertThatThrownBy(() -> ServerRuntime.choose("docker", () -> true, said::add))
                .hasMessageContaining("docker")
                .hasMessageContaining("distribution or container");
    }
}
