package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.server.SqlLog;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** What the members' enrolment asks the database, however many members there are. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrolmentCostIT {

    private static final int FEW = 10;
    private static final int MANY = 100;

    /** Of statements that other parts of the server make in the background. */
    private static final int NOISE = 4;

    /** All that a page may need: token, session, tenant, page, groups, credentials, other tenants. */
    private static final int BUDGET = 20;

    private TenantFixture few;
    private TenantFixture many;

    @BeforeAll
    void tenants(KeycloakServer keycloak) {
        few = ofMembers(keycloak, FEW);
        many = ofMembers(keycloak, MANY);
    }

    /** When Keycloak's caches have the users already, as they have them after the first page. */
    @Test
    void manyMembersTakeAsManyStatementsAsFew(KeycloakServer keycloak) {
        compare(keycloak, BUDGET, () -> {});
    }

    /** As on the first visit of a page, when Keycloak has not read its users. The caller is read again, too. */
    @Test
    void usersWhomNobodyHasReadTakeNoStatementEach(KeycloakServer keycloak) {
        compare(
                keycloak,
                2 * BUDGET,
                () -> keycloak.demo().post("/clear-user-cache", "").expect(204));
    }

    private void compare(KeycloakServer keycloak, int budget, Runnable before) {
        Map<String, Runnable> ofFew = calls(keycloak, few);
        Map<String, Runnable> ofMany = calls(keycloak, many);

        for (String call : ofFew.keySet()) {
            int small = statements(keycloak, ofFew.get(call), before).size();
            List<String> large = statements(keycloak, ofMany.get(call), before);

            assertThat(large)
                    .as("%s: %d statements for few", call, small)
                    .hasSizeBetween(1, budget)
                    .hasSizeLessThanOrEqualTo(small + NOISE);
        }
    }

    private static TenantFixture ofMembers(KeycloakServer keycloak, int count) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        for (int i = 1; i < count; i++) {
            Person member = tenant.newMember("MEMBER");
            if (i % 3 == 0) {
                ImportedFactors.give(keycloak, keycloak.demo(), member, ImportedFactors.APP);
            }
        }
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 5));
        return tenant;
    }

    private static Map<String, Runnable> calls(KeycloakServer keycloak, TenantFixture tenant) {
        Tokens owner = tenant.logIn(tenant.owner());
        Map<String, Runnable> calls = new LinkedHashMap<>();
        for (String path : List.of(
                "/me/users?max=100",
                "/me/users?max=100&search=person",
                "/me/users/count?search=person",
                "/me/users?max=100&mfa=missing",
                "/me/users?max=100&mfa=ok&search=person",
                "/me/users/count?mfa=grace",
                "/me/mfa-report")) {
            calls.put(path, () -> tenant.call(owner, "GET", path, null).expect(200));
        }
        URI table = URI.create(keycloak.base() + "/realms/demo/tenants/me/users");
        calls.put(
                "table",
                () -> Http.send(HttpRequest.newBuilder(table)
                                .header("Authorization", "Bearer " + owner.accessToken())
                                .header("Accept", "text/csv"))
                        .expect(200));
        calls.put(
                "preview",
                () -> tenant.call(
                                owner,
                                "PUT",
                                "/me/mfa-policy?dry_run=true",
                                Map.of("required_for", "OWNERS_AND_ADMINS"))
                        .expect(200));
        return calls;
    }

    private static List<String> statements(KeycloakServer keycloak, Runnable call, Runnable before) {
        call.run();
        call.run();
        before.run();
        return SqlLog.during(keycloak, call);
    }
}
