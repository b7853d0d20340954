package dev.tenantmfa;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keycloak promises nothing about the classes of its services JAR, whatever their package is called. Each package of it
 * that is used has its reason here; those below {@code org.keycloak.services} have it for each class that uses them, in
 * {@link ArchitectureTest}. Constants that javac copies are not seen.
 */
@AnalyzeClasses(packages = "dev.tenantmfa", importOptions = ImportOption.DoNotIncludeTests.class)
class ServicesJarTest {

    private static final String JAR = "/keycloak-services-";
    private static final String GUARDED_BY_CLASS = "org.keycloak.services";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("org.keycloak.authentication", "state of a login; required actions within a step"),
            Map.entry("org.keycloak.authentication.actiontoken", "action links by email"),
            Map.entry("org.keycloak.authentication.actiontoken.execactions", "action links by email"),
            Map.entry("org.keycloak.authentication.actiontoken.inviteorg", "invitations to an organization"),
            Map.entry("org.keycloak.authentication.actiontoken.verifyemail", "verification of a new address"),
            Map.entry("org.keycloak.authentication.authenticators.broker.util", "the login of an identity provider"),
            Map.entry("org.keycloak.authentication.authenticators.browser", "forms that are extended or recognized"),
            Map.entry("org.keycloak.authentication.authenticators.conditional", "conditions of flows are recognized"),
            Map.entry("org.keycloak.authentication.authenticators.util", "levels and completed steps of a session"),
            Map.entry("org.keycloak.authentication.forms", "the registration page is extended"),
            Map.entry("org.keycloak.authentication.requiredactions", "actions that are replaced or recognized"),
            Map.entry("org.keycloak.authorization.common", "roles of administrators are evaluated"),
            Map.entry("org.keycloak.credential", "the providers of Keycloak's second factors are extended"),
            Map.entry("org.keycloak.email.freemarker", "the mail of an invitation gets a safe name"),
            Map.entry("org.keycloak.forms.login.freemarker", "forms that are sent twice are recognized"),
            Map.entry("org.keycloak.forms.login.freemarker.model", "the registration page is extended"),
            Map.entry("org.keycloak.organization.utils", "the organization that a scope names"),
            Map.entry("org.keycloak.protocol", "the cookie of a login that ended"),
            Map.entry("org.keycloak.protocol.docker", "the gate in front of Docker tokens"),
            Map.entry("org.keycloak.protocol.oidc", "the protocol, its tokens and introspection are extended"),
            Map.entry("org.keycloak.protocol.oidc.encode", "the grant of a token"),
            Map.entry("org.keycloak.protocol.oidc.endpoints", "checks of authorization requests"),
            Map.entry("org.keycloak.protocol.oidc.endpoints.request", "parameters of authorization requests"),
            Map.entry("org.keycloak.protocol.oidc.grants", "the SPI of grant types"),
            Map.entry(
                    "org.keycloak.protocol.oidc.grants.device.clientpolicy.context",
                    "the code of a device is redeemed"),
            Map.entry("org.keycloak.protocol.oidc.mappers", "the SPI of claims"),
            Map.entry("org.keycloak.protocol.oidc.par.endpoints.request", "pushed authorization requests"),
            Map.entry("org.keycloak.protocol.oidc.refresh", "the tenant of a refresh token"),
            Map.entry("org.keycloak.protocol.oidc.token", "the gate where tokens are issued"),
            Map.entry("org.keycloak.protocol.oidc.tokenexchange", "token exchange keeps the tenant"),
            Map.entry("org.keycloak.protocol.oidc.utils", "codes, redirect URIs and levels as Keycloak reads them"),
            Map.entry("org.keycloak.protocol.saml.preprocessor", "the gate in front of SAML assertions"),
            Map.entry("org.keycloak.userprofile.validator", "usernames of tenants may change"),
            Map.entry("org.keycloak.wellknown", "metadata of the authorization server"));

    @ArchTest
    static void everyPackageOfTheJarHasAReason(JavaClasses classes) {
        Map<String, Set<String>> used = used(classes);
        used.keySet().removeAll(REASONS.keySet());

        assertThat(used).isEmpty();
    }

    @ArchTest
    static void everyReasonIsStillNeeded(JavaClasses classes) {
        assertThat(used(classes).keySet()).containsAll(REASONS.keySet());
    }

    /** Packages of the JAR, each with the classes of ours that use it. */
    private static Map<String, Set<String>> used(JavaClasses classes) {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : classes) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getSource()
                            .filter(source -> source.getUri().toString().contains(JAR))
                            .isPresent())
                    .map(JavaClass::getPackageName)
                    .filter(name -> !name.startsWith(GUARDED_BY_CLASS))
                    .forEach(name ->
                            used.computeIfAbsent(name, any -> new TreeSet<>()).add(type.getSimpleName()));
        }
        return used;
    }
}
