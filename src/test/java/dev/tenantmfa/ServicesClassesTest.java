package dev.tenantmfa;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Each class that uses Keycloak's innermost classes has a reason, and each reason a class. */
@AnalyzeClasses(packages = "dev.tenantmfa", importOptions = ImportOption.DoNotIncludeTests.class)
class ServicesClassesTest {
    /**
     * Who may use Keycloak's innermost classes, and what for. Each is a place where an upgrade of Keycloak may hurt, so
     * a new one needs a reason.
     */
    private static final Map<String, String> MAY_USE_SERVICES = Map.ofEntries(
            Map.entry("dev.tenantmfa.assurance.flow.PolicyFlow", "client policies are there"),
            Map.entry("dev.tenantmfa.assurance.gate.RefusedTokens", "one grant passes on that exception only"),
            Map.entry(
                    "dev.tenantmfa.assurance.evidence.SingleSignOn",
                    "the browser's session is read off its cookie there"),
            Map.entry("dev.tenantmfa.headless.challenge.AuthorizationCodes", "a login ends there as a browser's does"),
            Map.entry("dev.tenantmfa.headless.challenge.AuthorizationRequests", "client policies are there"),
            Map.entry(
                    "dev.tenantmfa.headless.challenge.ChallengeResource",
                    "an endpoint of OAuth begins as Keycloak's do"),
            Map.entry("dev.tenantmfa.headless.challenge.ChallengeResourceProviderFactory", "the SPI is there"),
            Map.entry("dev.tenantmfa.headless.waiting.LoginRun", "the issuer of a login is built there"),
            Map.entry("dev.tenantmfa.headless.grant.MfaGrantType", "a grant type ends as the password grant does"),
            Map.entry(
                    "dev.tenantmfa.headless.grant.MfaTokenAccess", "client authentication and DPoP are checked there"),
            Map.entry("dev.tenantmfa.headless.grant.MfaTokenApi", "an endpoint of OAuth begins as Keycloak's do"),
            Map.entry("dev.tenantmfa.factor.BruteForceGate", "the brute-force protector has no other way"),
            Map.entry("dev.tenantmfa.mfa.MfaAdminResource", "rights of administrators"),
            Map.entry("dev.tenantmfa.wiring.bulk.BulkImportResource", "rights of administrators, and admin events"),
            Map.entry("dev.tenantmfa.wiring.doctor.DoctorResource", "rights of administrators"),
            Map.entry("dev.tenantmfa.wiring.export.ExportResource", "rights of administrators"),
            Map.entry("dev.tenantmfa.wiring.install.InstallResource", "rights of administrators, and admin events"),
            Map.entry("dev.tenantmfa.mfa.MfaAdminResourceProviderFactory", "the SPI is there"),
            Map.entry("dev.tenantmfa.mfa.MfaResourceProviderFactory", "the SPI is there"),
            Map.entry("dev.tenantmfa.platform.SessionEnd", "a logout that clients are told of is there only"),
            Map.entry("dev.tenantmfa.platform.form.Repeat", "the addresses and cookies of a login are made there"),
            Map.entry(
                    "dev.tenantmfa.platform.form.RestartListener", "the browser's login is read off its cookie there"),
            Map.entry("dev.tenantmfa.platform.rest.resource.RealmResource", "the SPI is there"),
            Map.entry("dev.tenantmfa.platform.rest.resource.AdminResource", "the SPI is there"),
            Map.entry("dev.tenantmfa.platform.rest.resource.AdminToken", "rights of administrators"),
            Map.entry("dev.tenantmfa.platform.rest.resource.Unserved", "browsers read no answer without its headers"),
            Map.entry("dev.tenantmfa.platform.rest.RealmApi", "bearer tokens and CORS are checked there"),
            Map.entry("dev.tenantmfa.platform.rest.SecureRealm", "endpoints of OAuth refuse as Keycloak's do"),
            Map.entry("dev.tenantmfa.platform.rest.RetryAfter", "the exposed headers of an answer are kept there"),
            Map.entry("dev.tenantmfa.tenant.account.ActionLink", "builds the links of Keycloak's own mails"),
            Map.entry(
                    "dev.tenantmfa.tenant.invitation.InvitationMail", "builds the links of Keycloak's own invitations"),
            Map.entry(
                    "dev.tenantmfa.tenant.registration.InvitationLink", "builds the link that confirms an invitation"),
            Map.entry("dev.tenantmfa.tenant.rest.AdminAccess", "rights of administrators"),
            Map.entry("dev.tenantmfa.tenant.rest.Audit", "admin events have no other way"),
            Map.entry("dev.tenantmfa.tenant.rest.TenantsAdminResource", "rights of administrators"),
            Map.entry("dev.tenantmfa.tenant.rest.TenantsAdminResourceProviderFactory", "the SPI is there"),
            Map.entry("dev.tenantmfa.tenant.rest.TenantsResourceProviderFactory", "the SPI is there"),
            Map.entry("dev.tenantmfa.tenant.token.ExchangedTenant", "the error of a token exchange is built there"),
            Map.entry(
                    "dev.tenantmfa.tenant.token.ClientPolicyGate",
                    "client policies are asked at userinfo, and when a code is redeemed"));

    @ArchTest
    static final ArchRule keycloaksInnermostIsUsedOnlyWhereThereIsNoOtherWay = noClasses()
            .that(describe(
                    "have no reason to",
                    type -> MAY_USE_SERVICES.keySet().stream()
                            .noneMatch(allowed -> type.getName().equals(allowed)
                                    || type.getName().startsWith(allowed + "$"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.keycloak.services..");

    @ArchTest
    static void everyReasonToUseKeycloaksInnermostIsStillNeeded(JavaClasses classes) {
        Set<String> using = new TreeSet<>();
        for (JavaClass type : classes) {
            boolean uses = type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith("org.keycloak.services"));
            if (uses) {
                using.add(type.getName().replaceAll("\\$.*", ""));
            }
        }

        assertThat(using).containsAll(MAY_USE_SERVICES.keySet());
    }
}
