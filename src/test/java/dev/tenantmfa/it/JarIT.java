package dev.tenantmfa.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.actors.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the JAR that is shipped: our own, two libraries under names of ours, two scripts of the console, and nothing else. */
class JarIT {
    private static final Pattern OURS = Pattern.compile(
            "dev/tenantmfa/(?!shaded/).+\\.class|dev/tenantmfa/api/openapi\\.yaml|theme-resources/.+|theme/tenant-mfa/.+"
                    + "|console/(views/)?[a-z-]+\\.(js|css|html)|console/lib/LICENSES\\.txt"
                    + "|META-INF/(MANIFEST\\.MF|keycloak-themes\\.json|services/(org\\.keycloak|dev\\.tenantmfa)\\..+"
                    + "|maven/dev\\.tenantmfa/keycloak-tenant-mfa/pom\\.(xml|properties))");
    private static final Pattern LIBRARIES = Pattern.compile("dev/tenantmfa/shaded/googleauth/[A-Za-z$0-9]+\\.class"
            + "|dev/tenantmfa/shaded/phonenumbers/([a-z]+/)*[A-Za-z$0-9]+\\.class"
            + "|console/lib/(standalone\\.module|keycloak\\.min)\\.js"
            + "|dev/tenantmfa/shaded/phonenumbers/data/PhoneNumberMetadataProto_([A-Z]{2}|[0-9]{3})");
    private static final String PHONE_METADATA = "dev/tenantmfa/shaded/phonenumbers/data/PhoneNumberMetadataProto";

    private static Path jar() {
        return Path.of(RunFiles.required("provider.jar"));
    }

    @Test
    void holdsNothingButOursAndTheTwoLibraries() throws IOException {
        List<String> others =
                entries().stream().filter(name -> !OURS.matcher(name).matches()).toList();

        assertThat(others)
                .isNotEmpty()
                .allMatch(name -> LIBRARIES.matcher(name).matches())
                .noneMatch(name -> name.contains("QRGenerator"));
    }

    /** The library finds its metadata by constants, which must have been relocated with the files. */
    @Test
    void phoneMetadataIsWhereTheLibraryLooksForIt() throws IOException {
        assertThat(entries()).contains(PHONE_METADATA + "_DE", PHONE_METADATA + "_IT", PHONE_METADATA + "_800");
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = alone.loadClass("dev.tenantmfa.shaded.phonenumbers.PhoneNumberUtil");
            Object library = type.getMethod("getInstance").invoke(null);
            Object number =
                    type.getMethod("parse", CharSequence.class, String.class).invoke(library, "0170 1234567", "DE");
            assertThat(type.getMethod("isValidNumber", number.getClass()).invoke(library, number))
                    .isEqualTo(true);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
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

    /** Only the build before a release writes it. */
    @Test
    @EnabledIfSystemProperty(named = "tmfa.nightly", matches = "true")
    void billOfMaterialsNamesTheLibrariesAndNothingElse() throws IOException {
        JsonNode bill = Json.parse(Files.readString(jar().resolveSibling("bom.json")));

        assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/purl").asText())
                .startsWith("pkg:maven/dev.tenantmfa/keycloak-tenant-mfa@");
        assertThat(bill.get("components").findValuesAsText("purl"))
                .map(purl -> purl.replaceAll("@.*", ""))
                .containsExactlyInAnyOrder(
                        "pkg:maven/com.warrenstrange/googleauth",
                        "pkg:maven/com.googlecode.libphonenumber/libphonenumber",
                        "pkg:maven/org.mvnpm/htm",
                        "pkg:maven/org.webjars.npm/keycloak-js");
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
