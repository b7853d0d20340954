package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Filters, counts, tables and previews of the members and their enrolment. */
@KeycloakIntegration
@WithoutBruteForceProtector
class EnrolmentListsIT extends EnrolmentCalls {

    EnrolmentListsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void filterHasPagesSearchAndCount() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            missing.add(tenant.newMember("MEMBER").id());
        }
        Person app = having(tenant, ImportedFactors.APP);
        Person suspended = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.call(owner, "PATCH", "/me/users/" + suspended.id(), Map.of("is_active", false))
                .expect(200);
        tenant.policy(FIVE_DAYS);
        missing.add(tenant.owner().id());

        assertThat(ids(tenant, owner, "?mfa=missing")).containsExactlyInAnyOrderElementsOf(missing);
        assertThat(ids(tenant, owner, "?mfa=grace")).containsExactlyInAnyOrderElementsOf(missing);
        assertThat(ids(tenant, owner, "?mfa=due")).isEmpty();
        assertThat(ids(tenant, owner, "?mfa=ok")).containsExactly(app.id());
        List<String> paged = new ArrayList<>();
        for (int first = 0; first < 6; first += 2) {
            paged.addAll(ids(tenant, owner, "?mfa=missing&max=2&first=" + first));
        }
        assertThat(paged).containsExactlyElementsOf(ids(tenant, owner, "?mfa=missing"));
        assertThat(ids(tenant, owner, "?mfa=missing&first=6")).isEmpty();
        assertThat(ids(tenant, owner, "?mfa=missing&search=" + tenant.owner().username()))
                .containsExactly(tenant.owner().id());
        assertThat(ids(tenant, owner, "?mfa=ok&search=" + tenant.owner().username()))
                .isEmpty();
        assertThat(ids(tenant, owner, "?mfa=missing&search=%25")).isEmpty();
        assertThat(count(tenant, owner, "?mfa=missing")).isEqualTo(6);
        assertThat(count(tenant, owner, "?mfa=ok")).isEqualTo(1);
        assertThat(count(tenant, owner, "?mfa=missing&search=" + tenant.owner().username()))
                .isEqualTo(1);
        assertThat(count(tenant, owner, "")).isEqualTo(8);
    }

    @Test
    void otherValuesOfTheFilterAreRefused() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());

        for (String path : List.of("/me/users", "/me/users/count")) {
            for (String value : List.of("", "all", "MISSING", "exempt", "ok,due", "missing%20")) {
                Answer answer = tenant.call(owner, "GET", path + "?mfa=" + value, null);
                assertThat(answer.expect(400).json().get("detail").asText())
                        .as(path + value)
                        .isEqualTo("mfa must be one of missing, grace, due, ok.");
            }
        }
        assertThat(tenant.call(owner, "GET", "/me/users?mfa=ok&max=0", null).status())
                .isEqualTo(400);
    }

    @Test
    void reportCountsActiveMembers() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        tenant.newMember("ADMIN");
        having(tenant, ImportedFactors.APP, ImportedFactors.BACKUP_CODES);
        having(tenant, ImportedFactors.APP);
        Person exempt = tenant.newMember("MEMBER");
        Person suspended = having(tenant, ImportedFactors.PHONE);
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.policy(FIVE_DAYS);
        exempt(tenant, exempt, keycloak.clock().instant().plus(Duration.ofDays(1)));
        tenant.call(owner, "PATCH", "/me/users/" + suspended.id(), Map.of("is_active", false))
                .expect(200);

        assertThat(report(tenant, owner).toString())
                .isEqualTo("{\"members\":5,\"required\":5,\"enrolled\":2,\"missing\":3,"
                        + "\"states\":{\"NOT_REQUIRED\":0,\"OK\":2,\"GRACE\":2,\"DUE\":0,\"EXEMPT\":1},"
                        + "\"methods\":{\"totp\":2,\"backup-code\":1}}");
        assertThat(csv(tenant, owner, "/me/mfa-report").expect(200).text())
                .isEqualTo("\"figure\",\"members\"\r\n\"members\",\"5\"\r\n\"required\",\"5\"\r\n\"enrolled\",\"2\"\r\n"
                        + "\"missing\",\"3\"\r\n\"state NOT_REQUIRED\",\"0\"\r\n\"state OK\",\"2\"\r\n"
                        + "\"state GRACE\",\"2\"\r\n\"state DUE\",\"0\"\r\n\"state EXEMPT\",\"1\"\r\n"
                        + "\"method totp\",\"2\"\r\n\"method backup-code\",\"1\"\r\n");
    }

    @Test
    void tableHasAllMembersAndNoFormulas() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        Person formula = realm.createPerson("@sum" + unique, "+" + unique + "@example.test", RealmAdmin.PASSWORD);
        tenant.add(formula, "MEMBER");
        for (int i = 0; i < 21; i++) {
            tenant.newMember("MEMBER");
        }
        tenant.policy(FIVE_DAYS);
        Tokens owner = tenant.logIn(tenant.owner());

        Answer all = csv(tenant, owner, "/me/users");

        assertThat(all.header("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(all.header("Content-Disposition"))
                .contains("attachment; filename=\"members-" + tenant.alias() + ".csv\"");
        List<String> lines = List.of(all.text().split("\r\n"));
        assertThat(lines).hasSize(24);
        assertThat(lines.get(0))
                .isEqualTo("\"id\",\"username\",\"email\",\"role\",\"is_active\",\"mfa_enrolled\",\"mfa_methods\","
                        + "\"mfa_state\",\"mfa_due_at\",\"mfa_exempt_until\",\"created_at\"");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("\"" + formula.id() + "\",\"'@sum" + unique + "\",\"'+" + unique
                        + "@example.test\",\"MEMBER\",\"true\",\"false\",\"\",\"GRACE\","));
        assertThat(csv(tenant, owner, "/me/users?max=3&first=2").text().split("\r\n"))
                .containsExactlyElementsOf(concat(lines.get(0), lines.subList(3, 6)));
        assertThat(csv(tenant, owner, "/me/users?mfa=ok").text().split("\r\n")).hasSize(1);
        assertThat(csv(tenant, owner, "/me/users?mfa=no").expect(400).header("Content-Type"))
                .contains("application/problem+json");
    }

    @Test
    void jsonIsForAllWhoDoNotPreferATable() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());

        for (String accept : List.of("application/json", "*/*", "application/json, text/csv", "image/png")) {
            assertThat(get(tenant, owner, "/me/users", accept).header("Content-Type"))
                    .as(accept)
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        }
        assertThat(get(tenant, owner, "/me/users", "application/json;q=0.1, text/csv")
                        .header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    }

    @Test
    void previewNamesTheFirstWithoutAFactor() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        for (int i = 0; i < 21; i++) {
            tenant.newMember("MEMBER");
        }
        Person app = having(tenant, ImportedFactors.APP);
        Tokens owner = tenant.logIn(tenant.owner());

        JsonNode preview = tenant.call(owner, "PUT", "/me/mfa-policy?dry_run=true", FIVE_DAYS)
                .expect(200)
                .json();

        assertThat(preview.get("affected").asInt()).isEqualTo(23);
        assertThat(preview.get("without_factor").asInt()).isEqualTo(22);
        assertThat(preview.get("due_now").asInt()).isZero();
        assertThat(preview.get("members"))
                .hasSize(20)
                .allMatch(member -> member.get("state").asText().equals("GRACE")
                        && member.get("due_at").isTextual()
                        && !member.get("id").asText().equals(app.id()));
        assertThat(StreamSupport.stream(preview.get("members").spliterator(), false)
                        .map(member -> member.get("username").asText()))
                .isSorted();
        assertThat(tenant.call(owner, "PUT", "/me/mfa-policy?dry_run=true", Map.of("required_for", "ALL"))
                        .expect(200)
                        .json()
                        .get("due_now")
                        .asInt())
                .isEqualTo(22);
        assertThat(tenant.call(owner, "GET", "/me/mfa-policy", null)
                        .json()
                        .get("required_for")
                        .asText())
                .isEqualTo("NONE");
    }

    private static List<String> concat(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
