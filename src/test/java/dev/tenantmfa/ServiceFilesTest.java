package dev.tenantmfa;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

import static org.assertj.core.api.Assertions.assertThat;

/** What the annotation processor wrote into META-INF/services is what Keycloak loads at its start. */
class ServiceFilesTest {

    private static final Path SERVICES = Path.of("target/classes/META-INF/services");

    private record Registration(String spi, String implementation) {

        Object load() throws ReflectiveOperationException {
            return Class.forName(implementation).getDeclaredConstructor().newInstance();
        }

        @Override
        public String toString() {
            return implementation.substring(implementation.lastIndexOf('.') + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void providerLoadsAsWhatItIsRegisteredFor(Registration registration) throws ReflectiveOperationException {
        assertThat(Class.forName(registration.spi())).isAssignableFrom(Class.forName(registration.implementation()));
        assertThat(registration.load()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void factoryHasAnId(Registration registration) throws ReflectiveOperationException {
        assertThat(((ProviderFactory<?>) registration.load()).getId())
                .isNotBlank()
                // An underscore and capitals stand in ids of Keycloak's own that an extension takes over; a grant
                // type's id is a URI.
                .matches(
                        "ORGIVT|CONFIGURE_(TOTP|RECOVERY_AUTHN_CODES)|(http://auth0\\.com/oauth/grant-type/)?[a-z0-9_-]+");
    }

    @Test
    void idsOfOneKindDiffer() throws ReflectiveOperationException {
        Set<String> seen = new HashSet<>();
        for (Registration registration : factories().toList()) {
            String id = registration.spi() + " " + ((ProviderFactory<?>) registration.load()).getId();
            assertThat(seen.add(id)).as(id).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void whatTheConsoleShowsHasItsTexts(Registration registration) throws ReflectiveOperationException {
        Object factory = registration.load();
        if (factory instanceof ConfigurableAuthenticatorFactory authenticator) {
            assertThat(authenticator.getDisplayType()).isNotBlank();
            assertThat(authenticator.getRequirementChoices()).isNotEmpty();
        }
        if (factory instanceof RequiredActionFactory action) {
            assertThat(action.getDisplayText()).isNotBlank();
            assertThatAllHaveTexts(action.getConfigMetadata());
        }
        if (factory instanceof ConfiguredProvider configured) {
            assertThat(configured.getHelpText()).isNotBlank().endsWith(".");
            assertThatAllHaveTexts(configured.getConfigProperties());
        }
    }

    /** Keycloak reads it off the factory's type and does not start where it is missing. */
    @ParameterizedTest
    @MethodSource("factories")
    void credentialFactoryNamesItsProvider(Registration registration) throws ReflectiveOperationException {
        Class<?> type = Class.forName(registration.implementation());
        if (CredentialProviderFactory.class.isAssignableFrom(type)) {
            Type spi = Arrays.stream(type.getGenericInterfaces())
                    .filter(candidate -> candidate.getTypeName().startsWith(CredentialProviderFactory.class.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(spi).isInstanceOf(ParameterizedType.class);
        }
    }

    @Test
    void spisOfOursAreNamedAndOpenToOthers() throws ReflectiveOperationException {
        for (Registration registration : registrations().toList()) {
            if (registration.load() instanceof Spi spi) {
                assertThat(spi.getName()).startsWith("tmfa-");
                assertThat(spi.isInternal()).isFalse();
                assertThat(spi.getProviderFactoryClass()).isNotNull();
                assertThat(spi.getProviderClass()).isNotNull();
            }
        }
    }

    private static void assertThatAllHaveTexts(List<ProviderConfigProperty> properties) {
        assertThat(properties).allSatisfy(property -> {
            assertThat(property.getName()).isNotBlank();
            assertThat(property.getLabel())
                    .as("label of %s", property.getName())
                    .isNotBlank();
            assertThat(property.getHelpText())
                    .as("help of %s", property.getName())
                    .isNotBlank();
            assertThat(property.getType()).isNotBlank();
        });
    }

    static Stream<Registration> factories() {
        return registrations().filter(registration -> !registration.spi().equals(Spi.class.getName()));
    }

    static Stream<Registration> registrations() {
        List<Registration> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(SERVICES)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    String implementation = line.replaceAll("#.*", "").strip();
                    if (!implementation.isEmpty()) {
                        found.add(new Registration(file.getFileName().toString(), implementation));
                    }
                }
            }
        } catch (IOException e) {
            throw new AssertionError("compile the project first", e);
        }
        assertThat(found).isNotEmpty();
        return found.stream();
    }
}
