package dev.tenantmfa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/** Dockerfile, compose file and proxy settings fit each other and the POM. */
class DeploymentFilesTest {

    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern UPSTREAM = Pattern.compile("server ([^\\s:]+):\\d+;");
    private static final Pattern KEYCLOAK = Pattern.compile("<keycloak\\.server\\.version>([^<]+)<");
    private static final Pattern JAVA = Pattern.compile("<maven\\.compiler\\.release>([^<]+)<");

    /** What compose says of a service, with what it takes over from elsewhere in the file. */
    private record Service(String name, Map<String, ?> settings) {

        Object at(String... path) {
            Object value = settings;
            for (String key : path) {
                value = value instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return value;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void imageIsBuiltWithTheKeycloakAndTheJavaOfThePom() {
        String pom = read("pom.xml");
        String keycloak =
                "quay.io/keycloak/keycloak:" + all(KEYCLOAK, pom).findFirst().orElseThrow();
        String java = "eclipse-temurin:" + all(JAVA, pom).findFirst().orElseThrow() + "-jdk";

        assertThat(all(FROM, read("Dockerfile"))).containsExactly(java, keycloak, keycloak);
    }

    @Test
    void proxyGoesToEachNode() {
        List<String> nodes = services()
                .map(Service::name)
                .filter(name -> name.startsWith("keycloak-"))
                .toList();

        assertThat(nodes).hasSize(2);
        assertThat(all(UPSTREAM, read("docker/nginx.conf"))).containsExactlyElementsOf(nodes);
    }

    @ParameterizedTest
    @MethodSource("services")
    void imageIsOursOrOfAVersion(Service service) {
        assertThat(service.at("image")).asString().matches("keycloak-tenant-mfa|\\S+:v?\\d\\S*");
    }

    @ParameterizedTest
    @MethodSource("services")
    void healthIsAskedForAndResourcesAreLimited(Service service) {
        assertThat(service.at("healthcheck", "test")).isNotNull();
        assertThat(service.at("deploy", "resources", "limits", "memory")).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("services")
    void nothingListensBeyondThisMachine(Service service) {
        if (service.at("ports") instanceof List<?> ports) {
            assertThat(ports).allSatisfy(port -> assertThat(port).asString().startsWith("127.0.0.1:"));
        }
    }

    private static Stream<Service> services() {
        Map<String, Map<String, Map<String, ?>>> compose = new Yaml().load(read("docker-compose.yml"));
        return compose.get("services").entrySet().stream()
                .map(service -> new Service(service.getKey(), service.getValue()));
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
