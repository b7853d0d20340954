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
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Each class that queries Keycloak's database by itself has a reason, and each reason a class. */
@AnalyzeClasses(packages = "dev.tenantmfa", importOptions = ImportOption.DoNotIncludeTests.class)
class DatabaseQueriesTest {

    /** Keycloak's entities are no interface, so an upgrade of Keycloak may hurt here. */
    private static final Map<String, String> MAY_QUERY = Map.of(
            "dev.tenantmfa.assurance.flow.BoundFlows", "the SPI reads all clients and providers to find their flows",
            "dev.tenantmfa.platform.store.CredentialChange", "the SPI finds a conflict only at the commit of the login",
            "dev.tenantmfa.tenant.lifecycle.NewGroups",
                    "the SPI that does not use the cache cannot say whose groups they are",
            "dev.tenantmfa.tenant.name.NamedOrganizations",
                    "the SPI reads all organizations to find one by an attribute",
            "dev.tenantmfa.tenant.people.MemberRows", "no SPI reads groups and credentials of many users at once",
            "dev.tenantmfa.tenant.search.OrganizationPages", "the SPI sorts all organizations for each page",
            "dev.tenantmfa.tenant.reminder.ReminderQueries", "no SPI finds organizations by a part of their values",
            "dev.tenantmfa.wiring.FlowQueries", "no SPI reads flows past the cache of this node",
            "dev.tenantmfa.wiring.TenantQueries", "no SPI finds organizations by values that are not known",
            "dev.tenantmfa.wiring.UserCounts", "no SPI finds users by credentials or pending actions");

    @ArchTest
    static final ArchRule databaseIsAskedOnlyWhereThereIsNoOtherWay = noClasses()
            .that(describe(
                    "have no reason to",
                    type -> MAY_QUERY.keySet().stream()
                            .noneMatch(allowed -> type.getName().equals(allowed)
                                    || type.getName().startsWith(allowed + "$"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.keycloak.connections.jpa");

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
}
