package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.tenant.name.TenantName;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What tenants are called: what is refused, what shows literally, what is taken, what a deletion frees. */
@KeycloakIntegration
class NamesIT {

    private static final List<String> MARKUP = List.of(
            "<a href=\"https://evil.test\">Confirm your account</a>",
            "<img src=https://evil.test/x>",
            "\uFF1Ca href=https://evil.test>x",
            "<\u200Ba href=https://evil.test>x",
            "&lt;a href=https://evil.test&gt;x",
            "&#60;a href=https://evil.test>x",
            "${realmName}",
            "abc\u202Efed");

    @Test
    void markupIsRefusedWhereverATenantIsNamed(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        RegistrationForm form = RegistrationForm.open(
                keycloak.visitor(), keycloak.client("demo-app").authorization().uri());

        for (String name : MARKUP) {
            Map<String, String> body = Map.of("tenant_name", name);
            assertThat(tenant.call(owner, "POST", "", body).status()).as(name).isEqualTo(400);
            assertThat(tenant.call(owner, "PUT", "/me", body).status()).as(name).isEqualTo(400);
            assertThat(keycloak.demo().post("/tenants", body).status()).as(name).isEqualTo(400);
            assertThat(keycloak.admin()
                            .request("PATCH", "/admin/realms/demo/tenants/" + tenant.id(), body)
                            .status())
                    .as(name)
                    .isEqualTo(400);
            assertThat(form.submit(name).hasField("tenantName")).as(name).isTrue();
            assertThat(keycloak.client("demo-signup")
                            .token(Map.of(
                                    "grant_type",
                                    "password",
                                    "username",
                                    UUID.randomUUID() + "@example.test",
                                    "password",
                                    RealmAdmin.PASSWORD,
                                    "tenant_name",
                                    name))
                            .error())
                    .as(name)
                    .isEqualTo("invalid_request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"O'Neil & S\u00F6hne {1} $2 <3", "{x} '{' \"q\" 5 < 6 > 4 R&D", "''{"})
    void ordinaryNameShowsLiterally(String name, KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String unique = name + " " + UUID.randomUUID().toString().substring(0, 8);
        tenant.call(tenant.owner(), "PUT", "/me", Map.of("tenant_name", unique)).expect(200);

        showsLiterally(keycloak, tenant, unique);
    }

    /** From the console, an import or an earlier version. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"https://evil.test\">Confirm your account</a>",
                "<img src=\"https://evil.test/x\">{x}",
                "&lt;a href=\"https://evil.test\"&gt;Confirm&lt;/a&gt; ${doLogIn} O'Neil"
            })
    void oldNameShowsLiterally(String name, KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String unique = name + " " + UUID.randomUUID().toString().substring(0, 8);
        renameInConsole(keycloak, tenant, unique);

        showsLiterally(keycloak, tenant, unique);
    }

    @Test
    void oldNameShowsLiterallyInAnInvitationFromTheConsole(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String name = "<a href=\"https://evil.test\">Confirm</a> &lt;img src=\"https://evil.test/x\"&gt; {0} O'Neil "
                + UUID.randomUUID().toString().substring(0, 8);
        renameInConsole(keycloak, tenant, name);
        Person known = keycloak.demo().newPerson();

        keycloak.demo()
                .postForm("/organizations/" + tenant.id() + "/members/invite-user", Map.of("email", known.email()))
                .expect(204);

        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(known);
        assertThat(mail.subject()).contains(name);
        assertLiteral(mail.html(), name);
    }

    /** In the text part a name may look like a link too. */
    private static URI linkIn(Mailbox.Mail mail) {
        return URI.create(Jsoup.parse(mail.html()).select("a").attr("href"));
    }

    private static void showsLiterally(KeycloakServer keycloak, TenantFixture tenant, String name) {
        Person known = keycloak.demo().newPerson();
        String address = UUID.randomUUID() + "@example.test";
        Person stranger = new Person("", address, address, RealmAdmin.PASSWORD);
        invite(tenant, known.email(), "MEMBER").expect(201);
        invite(tenant, address, "MEMBER").expect(201);

        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(known);
        assertThat(mail.subject()).isEqualTo("Invitation to " + name);
        assertThat(mail.text().lines()).contains(name);
        assertLiteral(mail.html(), name);
        assertThat(Jsoup.parse(mail.html()).select("a")).hasSize(1);
        assertThat(mail.text()).contains(linkIn(mail).toString());

        Visitor visitor = keycloak.visitor();
        WebPage confirm = visitor.open(linkIn(mail));
        assertThat(confirm.status()).isEqualTo(200);
        assertLiteral(confirm.html(), name);
        WebPage register = keycloak.visitor().open(linkIn(keycloak.mailbox().awaitMailTo(stranger)));
        assertThat(register.status()).as(register.text()).isEqualTo(200);
        assertLiteral(register.html(), name);

        visitor.open(
                URI.create(confirm.document().select("a[href*=action-token]").attr("abs:href")));
        assertThat(tenant.member(known).get("role").asText()).isEqualTo("MEMBER");
        WebPage again = keycloak.visitor().open(linkIn(mail));
        assertThat(again.html()).doesNotContain("<a href=\"https://evil", "<img src=\"https://evil");

        Person member = tenant.newMember("MEMBER");
        tenant.call(tenant.owner(), "DELETE", "/me/users/" + member.id(), null).expect(204);
        invite(tenant, member.email(), "MEMBER").expect(201);
        URI late = linkIn(keycloak.mailbox().awaitMailTo(member));
        tenant.add(member, "MEMBER");
        WebPage already = keycloak.visitor().open(late);
        assertThat(already.text()).contains("You are already a member of this organization.");

        tenant.suspend();
        assertLiteral(
                keycloak.visitor()
                        .logIn(tenant.app().authorization().uri(), known)
                        .html(),
                name);
    }

    private static void assertLiteral(String html, String name) {
        assertThat(Jsoup.parse(html).text().replace("\u2060", "")).contains(name);
        assertThat(Jsoup.parse(html).select("[href*=evil.test], [src*=evil.test]"))
                .isEmpty();
    }

    @Test
    void lookAlikesAreTakenBesideOrganizationsOfTheConsole(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization(keycloak, "Looka Corporation " + unique);
        organization(keycloak, "Other\u200B Firm " + unique);
        organization(keycloak, "\uFF37ide Firm " + unique);

        for (String same : List.of(
                "Looka \u200BCorporation ",
                "LOOKA\u2800Corporation ",
                "looka\u3164Corporation ",
                "Looka\u034F\u3000Corporation ",
                "L\u00ADooka Corporation ",
                "LookaCorporation ",
                "Other Firm ",
                "Wide firm ")) {
            Answer refused = keycloak.demo().post("/tenants", Map.of("tenant_name", same + unique));
            assertThat(refused.status()).as(same).isEqualTo(409);
            assertThat(refused.json().get("code").asText()).isEqualTo("tenant_name_in_use");
        }
    }

    @Test
    void nameOfTheConsoleIsNotedOnce(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String key = new TenantName("Noted Firm " + unique).key();
        String id = organization(keycloak, "Noted\u200B Firm " + unique);
        assertThat(nameKey(keycloak, id)).isEqualTo(key);

        KeptPolicyIT.replaceAttributes(keycloak.demo(), id, Map.of("plan", List.of("gold")));
        assertThat(nameKey(keycloak, id)).as("a tool has the last word").isEmpty();
        Map<String, String> same = Map.of("tenant_name", "NOTED firm " + unique);
        assertThat(keycloak.demo().post("/tenants", same).status()).isEqualTo(409);
        assertThat(nameKey(keycloak, id)).as("found by one query from now on").isEqualTo(key);
        assertThat(keycloak.demo().post("/tenants", same).status()).isEqualTo(409);
    }

    @Test
    void lookAlikesOfANewNameFromTheConsoleAreTaken(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        renameInConsole(keycloak, tenant, "\uFF32enamed \u200B Firm " + unique);

        Answer refused = keycloak.demo().post("/tenants", Map.of("tenant_name", "Renamed Firm " + unique));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(nameKey(keycloak, tenant.id())).isEqualTo(new TenantName("Renamed Firm " + unique).key());
    }

    private static String nameKey(KeycloakServer keycloak, String id) {
        return keycloak.demo()
                .get("/organizations/" + id)
                .json()
                .at("/attributes/tenant-mfa.name-key/0")
                .asText();
    }

    @Test
    void deletedTenantThatTheConsoleEnablesIsRestored(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String address = unique + "@example.test";
        Person owner = keycloak.demo().newPerson();
        for (String renamed : new String[] {"", "Renamed " + unique}) {
            String name = "Back " + unique + renamed.length();
            Map<String, String> body = Map.of("tenant_name", name, "tenant_email", address, "owner_id", owner.id());
            String id = tenant(keycloak, body);
            keycloak.demo().delete("/tenants/" + id).expect(204);

            ObjectNode organization = (ObjectNode)
                    keycloak.demo().get("/organizations/" + id).expect(200).json();
            organization.put("enabled", true);
            if (!renamed.isEmpty()) {
                organization.put("name", renamed);
            }
            keycloak.demo().put("/organizations/" + id, organization).expect(204);

            JsonNode restored =
                    keycloak.demo().get("/tenants/" + id).expect(200).json();
            assertThat(restored.get("deleted_at").isNull()).isTrue();
            assertThat(restored.get("tenant_name").asText()).isEqualTo(renamed.isEmpty() ? name : renamed);
            assertThat(restored.get("email").asText()).isEqualTo(address);
            keycloak.demo().delete("/tenants/" + id).expect(204);
        }
    }

    @Test
    void deletedTenantFreesNameAndAddress(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String name = "Once " + unique;
        String address = unique + "@example.test";
        Person owner = keycloak.demo().newPerson();
        Map<String, String> body = Map.of("tenant_name", name, "tenant_email", address, "owner_id", owner.id());
        String first = tenant(keycloak, body);
        keycloak.demo().delete("/tenants/" + first).expect(204);

        String second = tenant(keycloak, body);
        assertThat(second).isNotEqualTo(first);
        assertThat(keycloak.demo()
                        .get("/tenants/" + first)
                        .json()
                        .get("tenant_name")
                        .asText())
                .isEqualTo(name);
        Answer refused = patch(keycloak, first, Map.of("is_active", true)).expect(409);
        assertThat(refused.json().get("code").asText()).isEqualTo("tenant_name_in_use");
        Answer restored = patch(keycloak, first, Map.of("is_active", true, "tenant_name", name + " again"))
                .expect(200);
        assertThat(restored.json().get("tenant_name").asText()).isEqualTo(name + " again");
        assertThat(restored.json().get("email").isNull()).isTrue();
        assertThat(restored.json().get("deleted_at").isNull()).isTrue();
        assertThat(keycloak.demo()
                        .get("/organizations/" + first)
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo(name + " again");

        keycloak.demo().delete("/tenants/" + second).expect(204);
        restored = patch(keycloak, second, Map.of("is_active", true)).expect(200);
        assertThat(restored.json().get("tenant_name").asText()).isEqualTo(name);
        assertThat(restored.json().get("email").asText()).isEqualTo(address);
    }

    @Test
    void memberOfADeletedTenantIsToldSo(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        keycloak.demo().delete("/tenants/" + tenant.id()).expect(204);

        WebPage page = keycloak.visitor().logIn(tenant.app().authorization().uri(), tenant.owner());

        assertThat(page.text())
                .contains("The organization " + tenant.name() + " was deleted.")
                .doesNotContain("suspended");
        assertThat(tenant.cli().password(tenant.owner()).errorDescription())
                .isEqualTo("The organization " + tenant.name() + " was deleted");
    }

    @Test
    void addressOfSeveralAccountsIsInvitedLikeAnyOther(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.copyOfDemoRealm(
                "duplicates-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            realm.update(changed -> changed.put("loginWithEmailAllowed", false).put("duplicateEmailsAllowed", true));
            TenantFixture tenant = TenantFixture.createIn(keycloak, realm);
            String address = UUID.randomUUID() + "@example.test";
            realm.createPerson("one-" + UUID.randomUUID(), address, RealmAdmin.PASSWORD);
            Person other = realm.createPerson("two-" + UUID.randomUUID(), address, RealmAdmin.PASSWORD);

            invite(tenant, address, "ADMIN").expect(201);
            Answer account = tenant.call(
                    tenant.owner(),
                    "POST",
                    "/me/users",
                    Map.of("username", "third", "email", address, "role", "MEMBER"));
            assertThat(account.expect(409).json().get("code").asText()).isEqualTo("use_invitation");
            assertThat(account.text()).doesNotContain(address);
            Tokens signUp = dev.tenantmfa.it.actors.OidcClient.of(keycloak.base(), realm.name(), "demo-signup")
                    .token(Map.of("grant_type", "password", "username", address, "password", RealmAdmin.PASSWORD));
            assertThat(signUp.error()).isEqualTo("invalid_grant");
            assertThat(realm.get("/users?exact=true&email=" + address).json()).hasSize(2);

            tenant.add(other, "MEMBER");
            assertThat(invite(tenant, address, "MEMBER")
                            .expect(409)
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("already_member");
        } finally {
            realm.delete();
        }
    }

    @Test
    void internationalAddressIsOneMailboxInBothSpellings(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String local = UUID.randomUUID().toString();

        invite(tenant, local + "@m\u00FCller.test", "MEMBER").expect(201);

        for (String same :
                List.of(local + "@xn--mller-kva.test", local + "@M\u00DCLLER.test", local + "@mu\u0308ller.test")) {
            assertThat(invite(tenant, same, "MEMBER")
                            .expect(409)
                            .json()
                            .get("code")
                            .asText())
                    .as(same)
                    .isEqualTo("already_invited");
        }
    }

    static void renameInConsole(KeycloakServer keycloak, TenantFixture tenant, String name) {
        ObjectNode organization = (ObjectNode)
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();
        keycloak.demo()
                .put("/organizations/" + tenant.id(), organization.put("name", name))
                .expect(204);
    }

    private static String organization(KeycloakServer keycloak, String name) {
        String alias = "org-" + UUID.randomUUID();
        ObjectNode organization =
                Json.object().put("name", name).put("alias", alias).put("enabled", true);
        organization.putArray("domains").addObject().put("name", alias + ".test");
        return keycloak.demo().create("/organizations", organization);
    }

    private static String tenant(KeycloakServer keycloak, Map<String, String> body) {
        return keycloak.demo()
                .post("/tenants", body)
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private static Answer patch(KeycloakServer keycloak, String id, Map<String, Object> body) {
        return keycloak.admin().request("PATCH", "/admin/realms/demo/tenants/" + id, body);
    }

    private static Answer invite(TenantFixture tenant, String email, String role) {
        return tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", email, "role", role));
    }
}
