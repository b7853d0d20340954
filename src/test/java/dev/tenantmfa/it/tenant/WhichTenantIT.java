package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tenant a login is for, by what the application sends and what the user types. */
@KeycloakIntegration
class WhichTenantIT {

    @Test
    void applicationKeepsItsTenantWhileAnotherOneUsesAnother(KeycloakServer keycloak) {
        TenantFixture one = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = one.newMember("MEMBER");
        other.add(person, "MEMBER");
        OidcClient first = keycloak.client("demo-app");
        OidcClient second = newClient(keycloak);
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = first.authorization().with("tenant", one.alias());
        first.redeem(request, visitor.logIn(request.uri(), person).code());
        AuthorizationRequest switching = second.authorization().with("tenant", other.alias());
        assertThat(tenantOf(
                        second.redeem(switching, visitor.open(switching.uri()).code())))
                .isEqualTo(other.id());

        for (String prompt : List.of("none", "")) {
            AuthorizationRequest again = first.authorization();
            if (!prompt.isEmpty()) {
                again.with("prompt", prompt);
            }
            assertThat(tenantOf(first.redeem(again, visitor.open(again.uri()).code())))
                    .isEqualTo(one.id());
        }
    }

    @Test
    void parameterIsHonouredBesideAnyNumberOfOthers(KeycloakServer keycloak) {
        TenantFixture own = TenantFixture.create(keycloak);
        TenantFixture foreign = TenantFixture.create(keycloak);
        Person person = own.newMember("MEMBER");
        OidcClient app = keycloak.client("demo-app");
        for (int others : new int[] {0, 4, 5, 6, 60}) {
            AuthorizationRequest request = app.authorization();
            for (int i = 0; i < others; i++) {
                request.with("x" + UUID.randomUUID(), "1");
            }
            request.with("tenant", foreign.alias());
            Visitor visitor = keycloak.visitor();
            assertThat(signIn(visitor, visitor.open(request.uri()), person).text())
                    .as(others + " others")
                    .contains("You are not a member of this organization.");
            // The same under single sign-on, and without a page.
            Visitor signedIn = keycloak.visitor();
            app.logIn(signedIn, person);
            request.with("prompt", "none");
            assertThat(signedIn.open(request.uri()).parameter("error"))
                    .as(others + " others, no page")
                    .isPresent();
        }
    }

    @Test
    void parameterOfAFormAndOfAPushedRequestIsHonoured(KeycloakServer keycloak) {
        TenantFixture own = TenantFixture.create(keycloak);
        TenantFixture foreign = TenantFixture.create(keycloak);
        Person person = own.newMember("MEMBER");
        OidcClient app = keycloak.client("demo-app");
        URI endpoint = URI.create(app.authorization().uri().toString().replaceAll("\\?.*", ""));
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : app.authorization().uri().getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 9; i++) {
            form.put("y" + UUID.randomUUID(), "1");
        }
        form.put("tenant", foreign.alias());
        Visitor visitor = keycloak.visitor();
        WebPage posted = signIn(visitor, visitor.post(endpoint, form), person);
        assertThat(posted.text()).contains("You are not a member of this organization.");

        Answer pushed = Http.postForm(URI.create(endpoint.toString().replaceAll("/auth$", "/ext/par/request")), form);
        String uri = endpoint + "?"
                + Http.encode(Map.of(
                        "client_id",
                        "demo-app",
                        "request_uri",
                        pushed.expect(201).json().get("request_uri").asText()));
        Visitor other = keycloak.visitor();
        assertThat(signIn(other, other.open(URI.create(uri)), person).text())
                .contains("You are not a member of this organization.");
    }

    @Test
    void caseOfAnAliasDoesNotMatter(KeycloakServer keycloak) {
        String mark = UUID.randomUUID().toString().substring(0, 6);
        Person owner = keycloak.demo().newPerson();
        String byName = organization(keycloak, Map.of("name", "Umbrella" + mark), owner);
        String byAlias = organization(keycloak, Map.of("name", "Any " + mark, "alias", "UMB" + mark), owner);
        TenantFixture lower = TenantFixture.ownedBy(keycloak, owner);

        for (String typed : List.of("Umbrella" + mark, "umbrella" + mark, "UMBRELLA" + mark.toUpperCase(Locale.ROOT))) {
            assertThat(tenantOf(keycloak.client("demo-cli").password(owner, "tenant", typed)))
                    .as(typed)
                    .isEqualTo(byName);
        }
        for (String typed : List.of("umb" + mark, "UMB" + mark, "Umb" + mark)) {
            assertThat(tenantOf(keycloak.client("demo-cli").password(owner, "tenant", typed)))
                    .as(typed)
                    .isEqualTo(byAlias);
        }
        assertThat(tenantOf(keycloak.client("demo-cli")
                        .password(owner, "tenant", lower.alias().toUpperCase(Locale.ROOT))))
                .isEqualTo(lower.id());
        TenantFixture umbrella = TenantFixture.of(keycloak, keycloak.demo(), byName, owner);
        String id = umbrella.call(
                        owner,
                        "POST",
                        "/me/users",
                        Map.of("username", "alice", "email", UUID.randomUUID() + "@a.test", "role", "MEMBER"))
                .expect(201)
                .json()
                .get("id")
                .asText();
        assertThat(umbrella.call(owner, "GET", "/me/users/" + id, null)
                        .json()
                        .get("username")
                        .asText())
                .isEqualTo("alice");
    }

    @Test
    void signInFormTakesTheTenantsName(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        OidcClient app = keycloak.client("demo-app");
        AuthorizationRequest request = app.authorization();
        Visitor visitor = keycloak.visitor();
        WebPage login = visitor.open(request.uri());
        assertThat(login.document().selectFirst("[name=tenant]").attr("autocomplete"))
                .isEqualTo("off");

        WebPage done = visitor.submit(
                login,
                Map.of(
                        "tenant",
                        " " + tenant.name().toUpperCase(Locale.ROOT),
                        "username",
                        tenant.owner().username(),
                        "password",
                        tenant.owner().password()));

        assertThat(tenantOf(app.redeem(request, done.code()))).isEqualTo(tenant.id());
    }

    @Test
    void hintOfAnUnknownTenantFillsTheFormAsThatOfAKnownOne(KeycloakServer keycloak) {
        OidcClient app = keycloak.client("demo-app");
        for (String tenant : List.of("acme", "no-such-tenant")) {
            WebPage page = keycloak.visitor()
                    .open(app.authorization().with("login_hint", "x@" + tenant).uri());
            assertThat(page.document().selectFirst("[name=tenant]").val()).isEqualTo(tenant);
            assertThat(page.document().selectFirst("[name=username]").val()).isEqualTo("x");
        }
    }

    @Test
    void typedTenantMustBeTheOneThatTheApplicationAsksFor(KeycloakServer keycloak) {
        TenantFixture asked = TenantFixture.create(keycloak);
        TenantFixture typed = TenantFixture.create(keycloak);
        Person person = asked.newMember("MEMBER");
        typed.add(person, "MEMBER");
        OidcClient app = keycloak.client("demo-app");
        for (AuthorizationRequest request : List.of(
                app.authorization().with("scope", "openid organization:" + asked.alias()),
                app.authorization().with("tenant", asked.alias()))) {
            Visitor visitor = keycloak.visitor();
            WebPage refused = visitor.submit(
                    visitor.open(request.uri()),
                    Map.of("tenant", typed.alias(), "username", person.email(), "password", person.password()));
            assertThat(refused.text()).contains("You are not a member of this organization.");
        }
    }

    /** Empties the field of the tenant, which the form fills with the one that the application named. */
    private static WebPage signIn(Visitor visitor, WebPage form, Person person) {
        return visitor.submit(form, Map.of("tenant", "", "username", person.username(), "password", person.password()));
    }

    private static OidcClient newClient(KeycloakServer keycloak) {
        String clientId = "other-" + UUID.randomUUID().toString().substring(0, 8);
        var like = keycloak.demo().client("demo-app").deepCopy();
        like.remove("id");
        like.path("protocolMappers").forEach(mapper -> ((ObjectNode) mapper).remove("id"));
        like.put("clientId", clientId);
        keycloak.demo().post("/clients", like).expect(201);
        return OidcClient.of(keycloak.base(), "demo", clientId);
    }

    private static String organization(KeycloakServer keycloak, Map<String, Object> representation, Person owner) {
        String id = keycloak.demo().create("/organizations", representation);
        keycloak.demo()
                .put("/tenants/" + id + "/owner", Map.of("user_id", owner.id()))
                .expect(200);
        return id;
    }

    private static String tenantOf(Tokens tokens) {
        return tokens.claims().path("tenant_id").asText();
    }
}
