package dev.tenantmfa.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeycloakVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"25.0.6", "26.0.0", "26.6.4", "26.6.4.redhat-00001", "9.0.0"})
    void olderOnesAreRefused(String version) {
        assertThatThrownBy(() -> KeycloakVersion.require(version))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs Keycloak 26.7.0 or newer, and this is " + version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"26.7.0", "26.7.0.redhat-00001", "26.7.3", "26.10.0", "27.0.0", "999.0.0-SNAPSHOT", "UNKNOWN", ""
            })
    void othersAreTaken(String version) {
        assertThatCode(() -> KeycloakVersion.require(version)).doesNotThrowAnyException();
    }

    @Test
    void oldestIsThatOfThePom() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<keycloak.oldest.version>" + KeycloakVersion.OLDEST + "</keycloak.oldest.version>");
    }

    @Test
    void theOneThatThisIsBuiltForIsTaken() {
        assertThatCode(KeycloakVersion::require).doesNotThrowAnyException();
    }
}
