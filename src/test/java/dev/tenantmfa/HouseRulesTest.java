package dev.tenantmfa;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

/** What the code may not do by itself, and where it is done instead. */
@AnalyzeClasses(packages = "dev.tenantmfa", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
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

    /** The MD5 of {@code UUID} is only for ids: of a group, and of declared values. */
    @ArchTest
    static final ArchRule idsAreMadeOfTextsInTwoPlaces = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.tenantmfa.tenant.KeptGroup")
            .and()
            .doNotHaveFullyQualifiedName("dev.tenantmfa.tenant.DeclaredPolicy")
            .should()
            .callMethod(UUID.class, "nameUUIDFromBytes", byte[].class);

    /** Keycloak's {@code SecretGenerator} has the one random number generator for secrets. */
    @ArchTest
    static final ArchRule nobodyDrawsSecretsOnTheirOwn =
            noClasses().should().dependOnClassesThat().areAssignableTo(SecureRandom.class);
}
