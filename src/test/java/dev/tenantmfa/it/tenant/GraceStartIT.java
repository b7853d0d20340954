package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** From when on the days of grace count, and which day the reminder names. */
@KeycloakIntegration
class GraceStartIT {

    private static final String CHANGED_AT = "tenant-mfa.policy-changed-at";

    @Test
    void samePolicyAgainMovesNothing(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        Person member = tenant.newMember("MEMBER");
        keycloak.clock().advance(Duration.ofDays(20));
        owner = tenant.logIn(tenant.owner());
        ask(tenant, owner, "ALL", 14);
        String back = millis(keycloak.clock().instant().minus(Duration.ofDays(13)));
        setAttribute(tenant, CHANGED_AT, back);
        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 1));

        ask(tenant, owner, "ALL", 14);
        assertThat(attribute(tenant, CHANGED_AT)).isEqualTo(back);
        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 1));

        ask(tenant, owner, "ALL", 15);
        assertThat(attribute(tenant, CHANGED_AT)).isEqualTo(back);
        assertThat(deadline(keycloak, tenant, member))
                .as("more days count from the same day")
                .contains(date(keycloak, 2));
    }

    @Test
    void widerPolicyStartsTheDaysOfThoseNewlyAskedOnly(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        Person member = tenant.newMember("MEMBER");
        keycloak.clock().advance(Duration.ofDays(20));
        Tokens owner = tenant.logIn(tenant.owner());
        ask(tenant, owner, "OWNERS_AND_ADMINS", 14);
        setAttribute(tenant, CHANGED_AT, millis(keycloak.clock().instant().minus(Duration.ofDays(13))));

        ask(tenant, owner, "ALL", 14);

        assertThat(deadline(keycloak, tenant, admin)).contains(date(keycloak, 1));
        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 14));
    }

    @Test
    void memberWhoBecomesAdministratorIsNewlyAsked(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Person admin = tenant.newMember("ADMIN");
        ask(tenant, tenant.logIn(tenant.owner()), "OWNERS_AND_ADMINS", 14);
        keycloak.clock().advance(Duration.ofDays(13));
        Tokens owner = tenant.logIn(tenant.owner());

        tenant.call(owner, "PATCH", "/me/users/" + member.id(), Map.of("role", "ADMIN"))
                .expect(200);
        tenant.call(owner, "PATCH", "/me/users/" + admin.id(), Map.of("role", "ADMIN"))
                .expect(200);

        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 14));
        assertThat(deadline(keycloak, tenant, admin)).contains(date(keycloak, 1));
    }

    /** Otherwise two administrators could give each other new days for ever. */
    @Test
    void changingTheRoleBackAndForthStartsNothingAgain(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        Person promoted = tenant.newMember("MEMBER");
        ask(tenant, tenant.logIn(tenant.owner()), "OWNERS_AND_ADMINS", 14);
        setRole(tenant, promoted, "ADMIN");
        keycloak.clock().advance(Duration.ofDays(11));

        for (Person one : List.of(admin, promoted)) {
            setRole(tenant, one, "MEMBER");
            setRole(tenant, one, "ADMIN");
            assertThat(deadline(keycloak, tenant, one)).contains(date(keycloak, 3));
        }

        setRole(tenant, admin, "MEMBER");
        keycloak.clock().advance(Duration.ofDays(2));
        setRole(tenant, admin, "ADMIN");
        assertThat(deadline(keycloak, tenant, admin))
                .as("the days that were left")
                .contains(date(keycloak, 3));
        assertThat(deadline(keycloak, tenant, promoted)).contains(date(keycloak, 1));
    }

    private static void setRole(TenantFixture tenant, Person member, String role) {
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + member.id(), Map.of("role", role))
                .expect(200);
    }

    @Test
    void joiningCountsAndNotTheAccount(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person old = keycloak.demo().newPerson();
        ask(tenant, tenant.logIn(tenant.owner()), "ALL", 14);
        keycloak.clock().advance(Duration.ofDays(30));

        tenant.add(old, "MEMBER");

        assertThat(deadline(keycloak, tenant, old)).contains(date(keycloak, 14));
        keycloak.clock().advance(Duration.ofDays(2));
        assertThat(deadline(keycloak, tenant, old)).contains(date(keycloak, 12));
        keycloak.demo()
                .delete("/organizations/" + tenant.id() + "/members/" + old.id())
                .expect(204);
        tenant.add(old, "MEMBER");
        assertThat(deadline(keycloak, tenant, old))
                .as("whoever comes back joins anew")
                .contains(date(keycloak, 14));
    }

    @Test
    void policyWrittenElsewhereCountsFromWhenItIsFirstSeen(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        keycloak.clock().advance(Duration.ofDays(400));
        KeptPolicyIT.replaceAttributes(
                tenant.realm(),
                tenant.id(),
                Map.of(
                        "tenant-mfa.required-for", List.of("ALL"),
                        "tenant-mfa.grace-period-days", List.of("14")));

        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 14));
        keycloak.clock().advance(Duration.ofDays(10));
        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 4));
        KeptPolicyIT.replaceAttributes(tenant.realm(), tenant.id(), Map.of("plan", List.of("gold")));
        assertThat(deadline(keycloak, tenant, member)).contains(date(keycloak, 4));
    }

    @Test
    void daysEndInTheZoneOfTheRealm(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.copyOfDemoRealm("days-end");
        try {
            realm.setAttribute("tenant-mfa.time-zone", "Pacific/Auckland");
            TenantFixture tenant = TenantFixture.createIn(keycloak, realm);
            Person member = tenant.newMember("MEMBER");
            ask(tenant, tenant.logIn(tenant.owner()), "ALL", 3);
            ZoneId zone = ZoneId.of("Pacific/Auckland");
            LocalDate last =
                    LocalDate.ofInstant(keycloak.clock().instant(), zone).plusDays(3);

            assertThat(deadline(keycloak, tenant, member))
                    .contains(written(last))
                    .contains("11:59")
                    .contains("Pacific/Auckland");
            Instant end = last.plusDays(1).atStartOfDay(zone).toInstant();
            keycloak.clock()
                    .advance(Duration.between(keycloak.clock().instant(), end).minusMinutes(2));
            assertThat(deadline(keycloak, tenant, member)).contains(written(last));
            keycloak.clock().advance(Duration.ofMinutes(3));
            assertThat(deadline(keycloak, tenant, member)).isEqualTo("none");
        } finally {
            realm.delete();
        }
    }

    private static void ask(TenantFixture tenant, Tokens owner, String requiredFor, int days) {
        JsonNode policy = tenant.call(
                        owner, "PUT", "/me/mfa-policy", Map.of("required_for", requiredFor, "grace_period_days", days))
                .expect(200)
                .json();
        assertThat(policy.get("required_for").asText()).isEqualTo(requiredFor);
        assertThat(policy.get("grace_period_days").asInt()).isEqualTo(days);
    }

    /** What the reminder of a login says; "none" where the setup cannot be skipped. */
    private static String deadline(KeycloakServer keycloak, TenantFixture tenant, Person person) {
        Element deadline = keycloak.visitor()
                .logIn(tenant.app().authorization().uri(), person)
                .document()
                .selectFirst("#tmfa-deadline");
        return deadline == null ? "none" : deadline.text();
    }

    private static String date(KeycloakServer keycloak, int daysAhead) {
        return written(
                LocalDate.ofInstant(keycloak.clock().instant(), ZoneOffset.UTC).plusDays(daysAhead));
    }

    private static String written(LocalDate date) {
        return "until "
                + DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH).format(date);
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    private static String attribute(TenantFixture tenant, String key) {
        return tenant.realm()
                .get("/organizations/" + tenant.id())
                .expect(200)
                .json()
                .at("/attributes/" + key + "/0")
                .asText();
    }

    private static void setAttribute(TenantFixture tenant, String key, String value) {
        ObjectNode organization = (ObjectNode)
                tenant.realm().get("/organizations/" + tenant.id()).expect(200).json();
        ((ObjectNode) organization.get("attributes")).putArray(key).add(value);
        tenant.realm().put("/organizations/" + tenant.id(), organization).expect(204);
    }
}
