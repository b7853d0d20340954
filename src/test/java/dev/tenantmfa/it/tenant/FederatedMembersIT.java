package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import dev.tenantmfa.it.support.PeopleStorageFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** People of a user storage provider, who are never imported: members like others. */
@KeycloakIntegration
class FederatedMembersIT {
    private static final int PARALLEL = 10;

    private static RealmAdmin realm;

    private final KeycloakServer keycloak;
    private TenantFixture tenant;
    private Person person;

    FederatedMembersIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    static void makeRealm(KeycloakServer keycloak) {
        realm = keycloak.copyOfDemoRealm(
                "federated-" + UUID.randomUUID().toString().substring(0, 8));
        // Keycloak's protector may still be busy with one attempt when the next one comes, and then refuses it.
        realm.update(representation -> representation.put("bruteForceProtected", false));
    }

    @AfterAll
    static void removeRealm() {
        if (realm != null) {
            realm.delete();
        }
    }

    @BeforeEach
    void somebodyFromElsewhere() {
        tenant = TenantFixture.createIn(keycloak, realm);
        person = newFederated();
    }

    @Test
    void isKeptElsewhere() {
        assertThat(person.id()).startsWith("f:");
        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
    }

    @Test
    void logsInWithBrowserAndPasswordGrant() {
        tenant.add(person, "ADMIN");

        Tokens grant = tenant.logIn(person);
        AuthorizationRequest request = tenant.app().authorization();
        Visitor visitor = keycloak.visitor();
        WebPage done = visitor.submit(
                visitor.open(request.uri()),
                Map.of("tenant", tenant.alias(), "username", person.email(), "password", person.password()));
        Tokens browser = tenant.app().redeem(request, done.code());

        for (Tokens tokens : new Tokens[] {grant, browser}) {
            assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
            assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
            assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo(person.username());
            assertThat(tenant.call(tokens, "GET", "/me", null)
                            .expect(200)
                            .json()
                            .get("id")
                            .asText())
                    .isEqualTo(tenant.id());
        }
        assertThat(tenant.call(grant, "GET", "", null).expect(200).json()).hasSize(1);
        assertThat(tenant.cli()
                        .userinfo(grant.accessToken())
                        .expect(200)
                        .json()
                        .get("sub")
                        .asText())
                .isEqualTo(person.id());
    }

    @Test
    void isListedCountedAndFound() {
        tenant.add(person, "MEMBER");
        Person local = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());

        assertThat(ids(owner, "?max=100"))
                .containsExactlyInAnyOrder(tenant.owner().id(), local.id(), person.id());
        assertThat(ids(owner, "?search=" + person.username())).containsExactly(person.id());
        assertThat(ids(owner, "?search=" + local.username())).containsExactly(local.id());
        List<String> paged = new ArrayList<>();
        for (int first = 0; first < 3; first++) {
            paged.addAll(ids(owner, "?max=1&first=" + first));
        }
        assertThat(paged).containsExactlyInAnyOrder(tenant.owner().id(), local.id(), person.id());
        assertThat(count(owner, "")).isEqualTo(3);
        assertThat(count(owner, "?search=" + person.username())).isEqualTo(1);
        JsonNode member = tenant.member(person);
        assertThat(member.get("email").asText()).isEqualTo(person.email());
        assertThat(member.get("role").asText()).isEqualTo("MEMBER");
        assertThat(member.get("is_active").asBoolean()).isTrue();
    }

    @Test
    void enrolmentIsThatOfTheirOwnCredentials() {
        tenant.add(person, "MEMBER");
        Person other = newFederated();
        tenant.add(other, "MEMBER");
        Enrolled.enrol(keycloak, realm, person);
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 5));

        for (JsonNode member : List.of(
                tenant.member(person),
                tenant.call(owner, "GET", "/me/users?search=" + person.username(), null)
                        .json()
                        .get(0),
                tenant.call(owner, "GET", "/me/users?mfa=ok", null).json().get(0))) {
            assertThat(member.get("id").asText()).isEqualTo(person.id());
            assertThat(member.get("mfa").toString())
                    .isEqualTo("{\"enrolled\":true,\"methods\":[\"totp\",\"backup-code\"],\"state\":\"OK\","
                            + "\"due_at\":null}");
            assertThat(member.get("is_totp_enabled").asBoolean()).isTrue();
        }
        assertThat(ids(owner, "?mfa=missing"))
                .containsExactlyInAnyOrder(tenant.owner().id(), other.id());
        assertThat(count(owner, "?mfa=missing")).isEqualTo(2);
        assertThat(tenant.call(owner, "GET", "/me/mfa-report", null).json().toString())
                .contains("\"members\":3", "\"missing\":2", "\"totp\":1");
    }

    @Test
    void roleIsChanged() {
        tenant.add(person, "MEMBER");
        Tokens before = tenant.logIn(person);
        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(403);

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("role", "ADMIN"))
                .expect(200);

        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(200);
        assertThat(tenant.cli().refresh(before).claims().get("tenant_role").asText())
                .isEqualTo("ADMIN");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("role", "MEMBER"))
                .expect(200);
        assertThat(tenant.call(before, "GET", "/me/users", null).status()).isEqualTo(403);
        assertThat(tenant.member(person).get("role").asText()).isEqualTo("MEMBER");
    }

    @Test
    void ownerFromElsewhereIsTheLastOneToo() {
        tenant.add(person, "OWNER");
        tenant.call(tenant.logIn(person), "PATCH", "/me/users/" + tenant.owner().id(), Map.of("is_active", false))
                .expect(200);
        Tokens last = tenant.logIn(person);
        String self = "/me/users/" + person.id();

        for (Answer refused : new Answer[] {
            tenant.call(last, "PATCH", self, Map.of("role", "ADMIN")),
            tenant.call(last, "PATCH", self, Map.of("is_active", false)),
            tenant.call(last, "DELETE", self, null)
        }) {
            assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("last_owner");
        }
        assertThat(tenant.call(last, "GET", self, null)
                        .expect(200)
                        .json()
                        .get("role")
                        .asText())
                .isEqualTo("OWNER");
    }

    @Test
    void deactivatedMemberIsShutOut() {
        tenant.add(person, "MEMBER");
        Tokens tokens = tenant.logIn(person);

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.logIn(person).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(keycloak.visitor()
                        .logIn(tenant.app().authorization().uri(), person)
                        .text())
                .contains("Access to " + tenant.name() + " is suspended.");
        assertThat(tenant.member(person).get("is_active").asBoolean()).isFalse();
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", true))
                .expect(200);
        assertThat(tenant.logIn(person).isGranted()).isTrue();
    }

    @Test
    void removedMemberIsNoMemberAndKeepsTheAccount() {
        tenant.add(person, "ADMIN");
        Tokens tokens = tenant.logIn(person);

        tenant.call(tenant.owner(), "DELETE", "/me/users/" + person.id(), null).expect(204);

        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tenant.owner(), "GET", "/me/users/" + person.id(), null)
                        .status())
                .isEqualTo(404);
        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
        tenant.add(person, "MEMBER");
        assertThat(tenant.member(person).get("role").asText())
                .as("nothing of the old role is left")
                .isEqualTo("MEMBER");
    }

    @Test
    void suspendedTenantLetsNobodyFromElsewhereIn() {
        tenant.add(person, "MEMBER");
        Tokens tokens = tenant.logIn(person);

        tenant.suspend();

        assertThat(tenant.logIn(person).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
    }

    @Test
    void policyAsksThemForASecondFactor() {
        tenant.add(person, "MEMBER");
        tenant.call(tenant.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);

        assertThat(tenant.logIn(person).error()).isEqualTo("mfa_required");
        assertThat(LoginStep.of(
                        keycloak.visitor().logIn(tenant.app().authorization().uri(), person)))
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void codeLogsInOnce() {
        tenant.add(person, "MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        assertThat(tenant.logIn(person).error()).isEqualTo("mfa_required");
        String code = enrolled.app().code();

        Tokens tokens = tenant.cli().password(person, "totp", code);

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tenant.cli().password(person, "totp", code).errorDescription())
                .isEqualTo("The code was incorrect.");
        String backup = enrolled.codes().get(2);
        assertThat(tenant.cli().password(person, "totp", backup).isGranted()).isTrue();
        assertThat(tenant.cli().password(person, "totp", backup).errorDescription())
                .isEqualTo("The code was incorrect.");
        assertThat(tenant.member(person).get("is_totp_enabled").asBoolean()).isTrue();
    }

    @Test
    void codeLogsInOnceInABrowserToo() {
        tenant.add(person, "MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        String code = enrolled.app().code();
        for (LoginStep expected : new LoginStep[] {LoginStep.IN, LoginStep.CODE}) {
            Visitor visitor = keycloak.visitor();
            WebPage page = visitor.logIn(tenant.app().authorization().uri(), person);
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);

            assertThat(LoginStep.of(visitor.submit(page, Map.of("code", code)))).isEqualTo(expected);
        }
    }

    @Test
    void oneOfManyParallelUsesOfACodeSucceeds() throws Exception {
        realm.setAttribute("tenant-mfa.max-failures-per-hour", "100");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);
        for (String code : List.of(enrolled.app().code(), enrolled.codes().get(4))) {
            List<Tokens> answers = AtOnce.run(PARALLEL, i -> tenant.cli().password(person, "totp", code));

            assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            assertThat(answers).extracting(answer -> answer.answer().status()).containsOnly(200, 400);
        }
    }

    @Test
    void ownerResetsTheirSecondFactor() {
        tenant.add(person, "MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, person);

        tenant.call(tenant.owner(), "POST", "/me/users/" + person.id() + "/mfa/reset", null)
                .expect(204);

        assertThat(tenant.member(person).get("is_totp_enabled").asBoolean()).isFalse();
        assertThat(tenant.cli().refresh(enrolled.tokens()).isGranted()).isFalse();
        assertThat(tenant.logIn(person).claims().get("mfa").asBoolean()).isFalse();
    }

    @Test
    void ownershipIsHandedToThem() {
        tenant.add(person, "MEMBER");

        tenant.call(tenant.owner(), "POST", "/me/owner", Map.of("user_id", person.id()))
                .expect(200);

        assertThat(tenant.logIn(person).claims().get("tenant_role").asText()).isEqualTo("OWNER");
        Person next = newFederated();
        realm.put("/tenants/" + tenant.id() + "/owner", Map.of("user_id", next.id()))
                .expect(200);
        assertThat(tenant.logIn(next).claims().get("tenant_role").asText()).isEqualTo("OWNER");
    }

    @Test
    void theyCreateATenantOfTheirOwn() {
        Tokens tokens = tenant.cli().password(person);

        tenant.call(tokens, "POST", "", Map.of("tenant_name", "Elsewhere " + UUID.randomUUID()))
                .expect(201);

        assertThat(tenant.cli().password(person).claims().get("tenant_role").asText())
                .isEqualTo("OWNER");
    }

    @Test
    void invitationOfTheirAddressAnswersAsAnyOther() {
        Tokens owner = tenant.logIn(tenant.owner());
        Answer known = tenant.call(owner, "POST", "/me/invitations", invitation(person.email()));
        Answer unknown = tenant.call(owner, "POST", "/me/invitations", invitation(UUID.randomUUID() + "@example.test"));

        assertThat(known.status()).isEqualTo(201);
        assertThat(unknown.status()).isEqualTo(201);
        assertThat(tenant.call(
                                owner,
                                "POST",
                                "/me/users",
                                Map.of("username", "new", "email", person.email(), "role", "MEMBER"))
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("use_invitation");
    }

    @Test
    void permanentDeletionOfTheirTenantLeavesThem() {
        tenant.add(person, "ADMIN");

        realm.delete("/tenants/" + tenant.id() + "?permanent=true").expect(204);

        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
    }

    private static Map<String, String> invitation(String email) {
        return Map.of("email", email, "role", "MEMBER");
    }

    private List<String> ids(Tokens tokens, String query) {
        return RealmAdmin.list(tenant.call(tokens, "GET", "/me/users" + query, null)).stream()
                .map(member -> member.get("id").asText())
                .toList();
    }

    private int count(Tokens tokens, String query) {
        return tenant.call(tokens, "GET", "/me/users/count" + query, null)
                .expect(200)
                .json()
                .get("count")
                .asInt();
    }

    /** Somebody in a store of their own. */
    private static Person newFederated() {
        String username = "fed-" + UUID.randomUUID().toString().substring(0, 8);
        String store = realm.create(
                "/components",
                Json.object(Map.of(
                        "name",
                        "store of " + username,
                        "providerId",
                        PeopleStorageFactory.PROVIDER_ID,
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        Map.of(PeopleStorageFactory.PEOPLE, List.of(username)))));
        return new Person(
                "f:" + store + ":" + username, username, username + "@elsewhere.test", PeopleStorageFactory.PASSWORD);
    }
}
