package dev.tenantmfa.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.actors.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the JAR that is shipped: our own, one library under a name of ours, and nothing else. */
class JarIT {
    private static final Pattern OURS = Pattern.compile(
            "dev/tenantmfa/(?!shaded/).+\\.class|dev/tenantmfa/api/openapi\\.yaml|theme-resources/.+|theme/tenant-mfa/.+"
                    + "|META-INF/(MANIFEST\\.MF|keycloak-themes\\.json|services/(org\\.keycloak|dev\\.tenantmfa)\\..+"
                    + "|maven/dev\\.tenantmfa/keycloak-tenant-mfa/pom\\.(xml|properties))");
    private static final Pattern LIBRARY = Pattern.compile("dev/tenantmfa/shaded/googleauth/[A-Za-z$0-9]+\\.class");

    private static Path jar() {
        return Path.of(KeycloakServer.required("provider.jar"));
    }

    @Test
    void holdsNothingButOursAndTheOneLibrary() throws IOException {
        List<String> others =
                entries().stream().filter(name -> !OURS.matcher(name).matches()).toList();

        assertThat(others)
                .isNotEmpty()
                .allMatch(name -> LIBRARY.matcher(name).matches())
                .noneMatch(name -> name.contains("QRGenerator"));
    }

    @Test
    void nothingInItCallsTheHttpClientThatTheLibraryCouldUse() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            for (String name : entries()) {
                try (InputStream entry = jar.getInputStream(jar.getEntry(name))) {
                    String constants = new String(entry.readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(name.endsWith(".class") && constants.contains("org/apache/http"))
                            .as(name)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void billOfMaterialsNamesTheLibraryAndNothingElse() throws IOException {
        JsonNode bill = Json.parse(Files.readString(jar().resolveSibling("bom.json")));

        assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/purl").asText())
                .startsWith("pkg:maven/dev.tenantmfa/keycloak-tenant-mfa@");
        assertThat(bill.get("components")).hasSize(1);
        assertThat(bill.at("/components/0/purl").asText()).startsWith("pkg:maven/com.warrenstrange/googleauth@");
    }

    private static List<String> entries() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(jar().toFile())) {
            jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .forEach(names::add);
        }
        return names;
    }
}
