package dev.tenantmfa;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The direction of the arrows between packages. */
@AnalyzeClasses(packages = "dev.tenantmfa", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /**
     * Who may use Keycloak's innermost classes, and what for. Each is a place where an upgrade of Keycloak may hurt, so
     * a new one needs a reason.
     */
    private static final Map<String, String> MAY_USE_SERVICES = Map.ofEntries(
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
            Map.entry(
                    "dev.tenantmfa.platform.rest.resource.WrongMethod", "browsers read no answer without its headers"),
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
            Map.entry("dev.tenantmfa.tenant.token.UserInfoGate", "client policies are asked at each call of userinfo"));

    /**
     * Who may ask Keycloak's database by itself, and what for. Its entities are no interface, so an upgrade of Keycloak may
     * hurt here too.
     */
    private static final Map<String, String> MAY_QUERY = Map.of(
            "dev.tenantmfa.tenant.people.MemberRows", "no SPI reads groups and credentials of many users at once",
            "dev.tenantmfa.tenant.reminder.ReminderQueries", "no SPI finds organizations by a part of their values",
            "dev.tenantmfa.wiring.FlowQueries", "no SPI reads flows past the cache of this node",
            "dev.tenantmfa.wiring.TenantQueries", "no SPI finds organizations by values that are not known",
            "dev.tenantmfa.wiring.UserCounts", "no SPI finds users by credentials or pending actions");

    private static final String[] FACTORS = {
        "dev.tenantmfa.totp..",
        "dev.tenantmfa.backupcode..",
        "dev.tenantmfa.message..",
        "dev.tenantmfa.accesspass..",
        "dev.tenantmfa.upstream.."
    };

    private static final String[] LOGIN_METHODS = {
        "dev.tenantmfa.login..", "dev.tenantmfa.headless..", "dev.tenantmfa.mfa.."
    };

    @ArchTest
    static final ArchRule otpAndCryptoKnowNothingOfKeycloak = noClasses()
            .that()
            .resideInAnyPackage("dev.tenantmfa.otp..", "dev.tenantmfa.crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.keycloak..", "jakarta..");

    @ArchTest
    static final ArchRule otpAndCryptoKnowOnlyThemselves = classes()
            .that()
            .resideInAnyPackage("dev.tenantmfa.otp..", "dev.tenantmfa.crypto..")
            .should()
            .onlyDependOnClassesThat(stayWithin("dev.tenantmfa.otp..", "dev.tenantmfa.crypto.."))
            .andShould()
            .notBeAnnotatedWith("com.google.auto.service.AutoService");

    @ArchTest
    static final ArchRule platformKnowsNoFeature = classes()
            .that()
            .resideInAPackage("dev.tenantmfa.platform..")
            .should()
            .onlyDependOnClassesThat(
                    stayWithin("dev.tenantmfa.platform..", "dev.tenantmfa.crypto..", "dev.tenantmfa.otp.."));

    @ArchTest
    static final ArchRule kernelKnowsNoFactorAndNoFlow = classes()
            .that()
            .resideInAPackage("dev.tenantmfa.factor..")
            .should()
            .onlyDependOnClassesThat(
                    stayWithin("dev.tenantmfa.factor..", "dev.tenantmfa.platform..", "dev.tenantmfa.otp.."));

    @ArchTest
    static final ArchRule assuranceKnowsTheKernelAndNothingElse = classes()
            .that()
            .resideInAPackage("dev.tenantmfa.assurance..")
            .should()
            .onlyDependOnClassesThat(
                    stayWithin("dev.tenantmfa.assurance..", "dev.tenantmfa.factor..", "dev.tenantmfa.platform.."));

    @ArchTest
    static final ArchRule totpKnowsNoOtherFactor = factorKnowsOnlyItself("dev.tenantmfa.totp..");

    @ArchTest
    static final ArchRule backupCodesKnowNoOtherFactor = factorKnowsOnlyItself("dev.tenantmfa.backupcode..");

    @ArchTest
    static final ArchRule messageCodesKnowNoOtherFactor = factorKnowsOnlyItself("dev.tenantmfa.message..");

    @ArchTest
    static final ArchRule accessPassesKnowNoOtherFactor = factorKnowsOnlyItself("dev.tenantmfa.accesspass..");

    @ArchTest
    static final ArchRule identityProvidersKnowNoFactor = factorKnowsOnlyItself("dev.tenantmfa.upstream..");

    @ArchTest
    static final ArchRule loginMethodsReachFactorsOnlyThroughTheKernel = noClasses()
            .that()
            .resideInAnyPackage(LOGIN_METHODS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FACTORS);

    @ArchTest
    static final ArchRule loginMethodsUseOnlyThePublicPartOfTheSetup = noClasses()
            .that()
            .resideInAnyPackage(LOGIN_METHODS)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.tenantmfa.setup..")
                    .and(describe("not public", type -> !type.getModifiers().contains(JavaModifier.PUBLIC))));

    @ArchTest
    static final ArchRule nobodyCallsALoginMethod = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.tenantmfa.assurance..",
                    "dev.tenantmfa.factor..",
                    "dev.tenantmfa.platform..",
                    "dev.tenantmfa.totp..",
                    "dev.tenantmfa.backupcode..",
                    "dev.tenantmfa.message..",
                    "dev.tenantmfa.accesspass..",
                    "dev.tenantmfa.setup..",
                    "dev.tenantmfa.notice..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOGIN_METHODS);

    @ArchTest
    static final ArchRule tenantsKnowNoFactor = noClasses()
            .that()
            .resideInAPackage("dev.tenantmfa.tenant..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(FACTORS).or(resideInAPackage("dev.tenantmfa.setup..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule factorsKnowNoTenant = noClasses()
            .that(resideInAnyPackage(FACTORS)
                    .or(resideInAnyPackage(
                            "dev.tenantmfa.setup..",
                            "dev.tenantmfa.assurance..",
                            "dev.tenantmfa.factor..",
                            "dev.tenantmfa.platform..",
                            "dev.tenantmfa.mfa..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tenantmfa.tenant..");

    @ArchTest
    static final ArchRule metersListenOnlyToTheKernel = classes()
            .that()
            .resideInAPackage("dev.tenantmfa.metrics..")
            .should()
            .onlyDependOnClassesThat(stayWithin(
                    "dev.tenantmfa.metrics..",
                    "dev.tenantmfa.assurance..",
                    "dev.tenantmfa.factor..",
                    "dev.tenantmfa.platform.."));

    @ArchTest
    static final ArchRule nobodyKnowsOfMeters = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tenantmfa.metrics..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.tenantmfa.metrics..").or(resideInAPackage("io.micrometer..")));

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

    @ArchTest
    static final ArchRule databaseIsAskedOnlyWhereThereIsNoOtherWay = noClasses()
            .that(describe(
                    "have no reason to",
                    type -> MAY_QUERY.keySet().stream()
                            .noneMatch(allowed -> type.getName().equals(allowed)
                                    || type.getName().startsWith(allowed + "$"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.keycloak.connections.jpa..");

    @ArchTest
    static void everyReasonToAskTheDatabaseIsStillNeeded(JavaClasses classes) {
        Set<String> asking = new TreeSet<>();
        for (JavaClass type : classes) {
            boolean asks = type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith("jakarta.persistence"));
            if (asks) {
                asking.add(type.getName().replaceAll("\\$.*", ""));
            }
        }

        assertThat(asking).containsAll(MAY_QUERY.keySet());
    }

    @ArchTest
    static final ArchRule thereAreNoCycles =
            slices().matching("dev.tenantmfa.(**)").should().beFreeOfCycles();

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) throws ClassNotFoundException {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(type.getPackageName()));

        assertThat(packages).isNotEmpty();
        for (String name : packages) {
            assertThat(Class.forName(name + ".package-info").getAnnotation(NullMarked.class))
                    .as("@NullMarked on %s", name)
                    .isNotNull();
        }
    }

    /** It sends the secret to a web service. */
    @ArchTest
    static final ArchRule nobodyDrawsQrCodesOverTheNetwork =
            noClasses().should().dependOnClassesThat().haveSimpleNameStartingWith("GoogleAuthenticatorQRGenerator");

    @ArchTest
    static final ArchRule googleauthIsUsedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tenantmfa.otp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.warrenstrange..");

    @ArchTest
    static final ArchRule libphonenumberIsUsedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tenantmfa.message..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.i18n..");

    @ArchTest
    static final ArchRule nobodyWritesToTheConsole = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule everybodyLogsByJbossLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule everybodyTellsTheTimeByKeycloaksClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** Elsewhere, clients with a back-channel logout URL would not be told. */
    @ArchTest
    static final ArchRule sessionsEndInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.tenantmfa.platform.SessionEnd")
            .should()
            .callMethodWhere(describe(
                    "end a session",
                    call -> call.getName().matches("remove(Offline)?UserSessions?|backchannelLogout.*")));

    /** {@code Fingerprint} and Keycloak's {@code HashUtils} have the one hash; {@code KeyedHash} has the keyed one. */
    @ArchTest
    static final ArchRule nobodyHashesOnTheirOwn =
            noClasses().should().callMethod(MessageDigest.class, "getInstance", String.class);

    /** Keycloak's {@code SecretGenerator} has the one random number generator for secrets. */
    @ArchTest
    static final ArchRule nobodyDrawsSecretsOnTheirOwn =
            noClasses().should().dependOnClassesThat().areAssignableTo(SecureRandom.class);

    private static ArchRule factorKnowsOnlyItself(String factor) {
        return classes()
                .that()
                .resideInAPackage(factor)
                .should()
                .onlyDependOnClassesThat(stayWithin(
                        factor,
                        "dev.tenantmfa.assurance..",
                        "dev.tenantmfa.factor..",
                        "dev.tenantmfa.platform..",
                        "dev.tenantmfa.crypto..",
                        "dev.tenantmfa.otp.."))
                .allowEmptyShould(true);
    }

    /** Any class of others, and of ours those of the given packages. */
    private static DescribedPredicate<JavaClass> stayWithin(String... packages) {
        return resideInAnyPackage(packages)
                .or(describe("are not ours", type -> !type.getPackageName().startsWith("dev.tenantmfa")));
    }
}
