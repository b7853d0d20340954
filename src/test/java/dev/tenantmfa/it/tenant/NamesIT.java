package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.tenantmfa.it.tenant.NamedTenants.renameInConsole;
import static dev.tenantmfa.it.tenant.NamedTenants.tenant;
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

    /** As an input method or a file system may give them. */
    @Test
    void lengthIsThatOfTheComposedCharacters(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String composed = "\u00E9".repeat(90) + unique;
        String inParts = "e\u0301".repeat(90) + unique;

        assertThat(tenant.call(owner, "POST", "", Map.of("tenant_name", inParts))
                        .expect(201)
                        .json()
                        .get("tenant_name")
                        .asText())
                .isEqualTo(composed);
        assertThat(tenant.call(owner, "POST", "", Map.of("tenant_name", "e\u0301".repeat(101)))
                        .status())
                .isEqualTo(400);
    }

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

    private static Answer invite(TenantFixture tenant, String email, String role) {
        return tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", email, "role", role));
    }
}
