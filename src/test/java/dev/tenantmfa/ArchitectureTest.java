package dev.tenantmfa;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The direction of the arrows between packages. */
@AnalyzeClasses(packages = "dev.tenantmfa", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
    static final ArchRule thereAreNoCycles =
            slices().matching("dev.tenantmfa.(**)").should().beFreeOfCycles();

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
