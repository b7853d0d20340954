package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How far the members of a tenant are with what its policy requires: in lists, filters, counts, tables and previews. */
@KeycloakIntegration
@WithoutBruteForceProtector
class EnrolmentIT {

    private static final Map<String, Object> FIVE_DAYS = Map.of("required_for", "ALL", "grace_period_days", 5);

    private final KeycloakServer keycloak;
    private final RealmAdmin realm;

    EnrolmentIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
    }

    @Test
    void memberHasTheStateThatTheLoginWouldFind() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person without = tenant.newMember("MEMBER");
        Person with = having(tenant, ImportedFactors.APP, ImportedFactors.BACKUP_CODES);
        Person exempt = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        assertThat(mfa(tenant, owner, without).toString())
                .isEqualTo("{\"enrolled\":false,\"methods\":[],\"state\":\"NOT_REQUIRED\",\"due_at\":null}");
        assertThat(mfa(tenant, owner, with).get("state").asText()).isEqualTo("NOT_REQUIRED");

        tenant.policy(FIVE_DAYS);
        Instant until = keycloak.clock().instant().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        exempt(tenant, owner, exempt, until);

        Instant end = LocalDate.ofInstant(keycloak.clock().instant(), ZoneOffset.UTC)
                .plusDays(6)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        assertThat(mfa(tenant, owner, without).toString())
                .isEqualTo("{\"enrolled\":false,\"methods\":[],\"state\":\"GRACE\",\"due_at\":\"" + end + "\"}");
        assertThat(mfa(tenant, owner, with).toString())
                .isEqualTo(
                        "{\"enrolled\":true,\"methods\":[\"totp\",\"backup-code\"],\"state\":\"OK\",\"due_at\":null}");
        assertThat(mfa(tenant, owner, exempt).toString())
                .isEqualTo("{\"enrolled\":false,\"methods\":[],\"state\":\"EXEMPT\",\"due_at\":\"" + until + "\"}");

        tenant.policy(Map.of("required_for", "OWNERS_AND_ADMINS", "grace_period_days", 5));
        assertThat(mfa(tenant, owner, without).get("state").asText()).isEqualTo("NOT_REQUIRED");
        assertThat(mfa(tenant, owner, tenant.owner()).get("state").asText()).isEqualTo("GRACE");

        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 0));
        assertThat(stateFromOutside(tenant, without)).isEqualTo("DUE");
    }

    @Test
    void factorThatThePolicyDoesNotAllowIsMissing() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person phone = having(tenant, ImportedFactors.PHONE);
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.policy(FIVE_DAYS);
        assertThat(mfa(tenant, owner, phone).get("state").asText()).isEqualTo("OK");

        tenant.policy(Map.of("allowed_methods", List.of("totp")));

        assertThat(mfa(tenant, owner, phone).get("state").asText()).isEqualTo("GRACE");
        assertThat(mfa(tenant, owner, phone).get("enrolled").asBoolean()).isTrue();
        assertThat(ids(tenant, owner, "?mfa=missing")).contains(phone.id());
    }

    /** A list, a single member and the member's own status are read in different ways. */
    @Test
    void methodsAreThoseOfTheMembersOwnStatus() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        List<Person> people = new ArrayList<>(List.of(
                tenant.newMember("MEMBER"),
                having(tenant, ImportedFactors.APP),
                having(tenant, ImportedFactors.BACKUP_CODES),
                having(tenant, ImportedFactors.PHONE),
                having(tenant, ImportedFactors.APP, ImportedFactors.BACKUP_CODES, ImportedFactors.PHONE)));
        for (String emailCodes : List.of("false", "true")) {
            realm.setAttribute("tenant-mfa.email-codes", emailCodes);
            try {
                Map<String, JsonNode> listed = new HashMap<>();
                tenant.call(owner, "GET", "/me/users?max=100", null)
                        .json()
                        .forEach(member -> listed.put(member.get("id").asText(), member));
                Map<String, JsonNode> filtered = new HashMap<>();
                tenant.policy(FIVE_DAYS);
                for (String filter : List.of("ok", "grace")) {
                    tenant.call(owner, "GET", "/me/users?max=100&mfa=" + filter, null)
                            .json()
                            .forEach(member -> filtered.put(member.get("id").asText(), member));
                }
                for (Person person : people) {
                    List<String> own = texts(realm.get("/mfa/users/" + person.id())
                            .expect(200)
                            .json()
                            .get("methods"));
                    for (JsonNode seen :
                            List.of(listed.get(person.id()), filtered.get(person.id()), tenant.member(person))) {
                        assertThat(texts(seen.get("mfa").get("methods")))
                                .as("with e-mail codes %s", emailCodes)
                                .containsExactlyInAnyOrderElementsOf(own);
                        assertThat(seen.get("mfa").get("enrolled").asBoolean()).isEqualTo(!own.isEmpty());
                        assertThat(seen.get("is_totp_enabled").asBoolean()).isEqualTo(own.contains("totp"));
                    }
                }
            } finally {
                realm.setAttribute("tenant-mfa.email-codes", "false");
            }
        }
    }

    @Test
    void methodsOfMembersOfSeveralTenantsAreTheirOwn() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person shared = having(tenant, ImportedFactors.APP);
        other.add(shared, "MEMBER");
        tenant.policy(FIVE_DAYS);
        Tokens owner = tenant.logIn(tenant.owner());

        for (JsonNode member : List.of(
                tenant.member(shared),
                only(tenant.call(owner, "GET", "/me/users?search=" + shared.username(), null)),
                only(tenant.call(owner, "GET", "/me/users?mfa=ok&search=" + shared.username(), null)))) {
            assertThat(member.get("mfa").has("methods")).isFalse();
            assertThat(member.get("mfa").get("enrolled").asBoolean()).isTrue();
            assertThat(member.get("mfa").get("state").asText()).isEqualTo("OK");
        }
        JsonNode report = report(tenant, owner);
        assertThat(report.get("methods")).isEmpty();
        assertThat(report.get("enrolled").asInt()).isEqualTo(1);
        assertThat(csv(tenant, owner, "/me/users").text()).doesNotContain("totp");

        other.call(other.owner(), "PATCH", "/me/users/" + shared.id(), Map.of("is_active", false))
                .expect(200);
        assertThat(tenant.member(shared).get("mfa").get("methods").toString()).isEqualTo("[\"totp\"]");
        assertThat(report(tenant, owner).get("methods").toString()).isEqualTo("{\"totp\":1}");
        other.call(other.owner(), "PATCH", "/me/users/" + shared.id(), Map.of("is_active", true))
                .expect(200);
        realm.delete("/tenants/" + other.id()).expect(204);
        assertThat(tenant.member(shared).get("mfa").get("methods").toString()).isEqualTo("[\"totp\"]");
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
            for (String value : List.of("", "all", "MISSING", "exempt", "ok,due", "%00", "missing%20")) {
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
        exempt(tenant, owner, exempt, keycloak.clock().instant().plus(Duration.ofDays(1)));
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

    @Test
    void membersSeeTheirOwnEnrolmentOnly() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = having(tenant, ImportedFactors.PHONE);
        Person other = tenant.newMember("MEMBER");
        Tokens own = tenant.logIn(other);

        assertThat(tenant.call(own, "GET", "/me/users/" + other.id(), null)
                        .expect(200)
                        .json()
                        .get("mfa")
                        .get("state")
                        .asText())
                .isEqualTo("NOT_REQUIRED");
        for (String path :
                List.of("/me/users?mfa=ok", "/me/users/count?mfa=ok", "/me/mfa-report", "/me/users/" + member.id())) {
            assertThat(tenant.call(own, "GET", path, null)
                            .expect(403)
                            .json()
                            .get("code")
                            .asText())
                    .as(path)
                    .isEqualTo("role_required");
        }
    }

    private Person having(TenantFixture tenant, Map<String, Object>... factors) {
        Person person = tenant.newMember("MEMBER");
        ImportedFactors.give(keycloak, realm, person, factors);
        return person;
    }

    private static void exempt(TenantFixture tenant, Tokens owner, Person person, Instant until) {
        tenant.call(owner, "PATCH", "/me/users/" + person.id(), Map.of("mfa_exempt_until", until.toString()))
                .expect(200);
    }

    private static JsonNode mfa(TenantFixture tenant, Tokens owner, Person person) {
        return tenant.call(owner, "GET", "/me/users/" + person.id(), null)
                .expect(200)
                .json()
                .get("mfa");
    }

    /** Where a policy keeps the owner out: as a realm administrator, who makes the person an owner and sees the answer. */
    private String stateFromOutside(TenantFixture tenant, Person person) {
        return realm.put("/tenants/" + tenant.id() + "/owner", Map.of("user_id", person.id()))
                .expect(200)
                .json()
                .get("mfa")
                .get("state")
                .asText();
    }

    private static JsonNode report(TenantFixture tenant, Tokens owner) {
        return tenant.call(owner, "GET", "/me/mfa-report", null).expect(200).json();
    }

    private Answer csv(TenantFixture tenant, Tokens tokens, String path) {
        return ApiContract.checked("GET", get(tenant, tokens, path, "text/csv"));
    }

    private Answer get(TenantFixture tenant, Tokens tokens, String path, String accept) {
        URI uri = URI.create(keycloak.base() + "/realms/" + realm.name() + "/tenants" + path);
        assertThat(tenant.id()).isEqualTo(tokens.claims().get("tenant_id").asText());
        return Http.send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + tokens.accessToken())
                .header("Accept", accept)
                .GET());
    }

    private static JsonNode only(Answer answer) {
        assertThat(answer.expect(200).json()).hasSize(1);
        return answer.json().get(0);
    }

    private static List<String> ids(TenantFixture tenant, Tokens owner, String query) {
        List<String> ids = new ArrayList<>();
        tenant.call(owner, "GET", "/me/users" + query, null)
                .expect(200)
                .json()
                .forEach(member -> ids.add(member.get("id").asText()));
        return ids;
    }

    private static int count(TenantFixture tenant, Tokens owner, String query) {
        return tenant.call(owner, "GET", "/me/users/count" + query, null)
                .expect(200)
                .json()
                .get("count")
                .asInt();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> concat(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
