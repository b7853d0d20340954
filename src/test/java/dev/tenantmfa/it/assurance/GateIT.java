package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import dev.tenantmfa.it.mfa.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A policy reaches every token, also those of sessions that are older than it. */
@KeycloakIntegration
class GateIT extends GateFixture {
    private static final String UNGATED = "ungated-cli";
    private static final String SQL = "org.hibernate.SQL";

    @Test
    void newPolicyReachesOpenSessionsAtTheirNextRefresh() {
        Tenant tenant = Tenant.create(realm);
        Person person = tenant.newMember();
        Visitor visitor = keycloak.visitor();
        Tokens tokens = app.logIn(visitor, person);
        Tokens offline = offline(visitor);

        tenant.ask("ALL");

        assertRefused(app.refresh(tokens), person, "REFRESH_TOKEN_ERROR", tenant);
        assertRefused(app.refresh(offline), person, "REFRESH_TOKEN_ERROR", tenant);
        assertThat(app.userinfo(tokens.accessToken()).status()).isEqualTo(200);
    }

    @Test
    void nextAuthorizationRequestAsksForWhatIsMissingAndNothingElse() {
        Tenant tenant = Tenant.create(realm);
        Person person = tenant.newMember();
        Visitor visitor = keycloak.visitor();
        Tokens online = app.logIn(visitor, person);
        Tokens offline = offline(visitor);
        tenant.ask("ALL");
        // However many applications and windows refresh first.
        for (Tokens older : List.of(online, offline)) {
            assertThat(app.refresh(older).errorDescription()).startsWith("A second factor is required for");
        }

        AuthorizationRequest again = app.authorization();
        WebPage page = visitor.open(again.uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        WebPage codes = visitor.submit(
                page, Map.of("code", new AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock()).code()));
        Tokens tokens =
                app.redeem(again, visitor.submit(codes, Map.of("saved", "on")).code());

        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(app.refresh(tokens).isGranted()).isTrue();
        // The offline session of before learns of it with the next offline token.
        assertThat(app.refresh(offline(visitor)).isGranted()).isTrue();
    }

    @Test
    void setupThatAnAdministratorDemandsStopsRefreshes() {
        Person person = realm.newPerson();
        Tokens tokens = app.logIn(person);
        realm.require(person, "tmfa-configure");

        Tokens refused = app.refresh(tokens);

        assertThat(refused.answer().status()).isEqualTo(400);
        assertThat(refused.errorDescription()).isEqualTo("A second factor is required for Tenant MFA Demo.");
        assertThat(gateOf(person, "REFRESH_TOKEN_ERROR")).isEqualTo("setup");
    }

    @Test
    void impersonatedSessionIsNeverAskedAndNeverSetsUp() {
        Tenant tenant = Tenant.askingAll(realm);
        Person person = tenant.newMember();
        Visitor visitor = keycloak.visitor();
        visitor.open(app.authorization().uri());
        realm.impersonate(person, visitor);

        AuthorizationRequest request = app.authorization();
        WebPage page = visitor.open(request.uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.IN);
        Tokens tokens = app.redeem(request, page.code());
        assertThat(tokens.claims().path("mfa").asBoolean()).isFalse();
        assertThat(app.call("POST", "/mfa/setup", tokens, Map.of("password", person.password())))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(403))
                .satisfies(answer ->
                        assertThat(answer.json().path("code").asText()).isEqualTo("impersonated"));
        WebPage setup = visitor.open(
                app.authorization().with("kc_action", "tmfa-configure").uri());
        assertThat(LoginStep.of(setup))
                .as("Keycloak asks for the user's password, which the administrator does not have")
                .isEqualTo(LoginStep.PASSWORD);

        realm.setAttribute("tenant-mfa.impersonation", "refuse");
        Tokens refused = app.refresh(tokens);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).contains("impersonation");
    }

    @Test
    void impersonatedSessionIsNotLedToKeycloaksSetups() {
        Person person = realm.newPerson();
        String[] actions = {"webauthn-register", "webauthn-register-passwordless"};
        realm.require(person, actions);
        Visitor visitor = keycloak.visitor();
        visitor.open(app.authorization().uri());
        realm.impersonate(person, visitor);

        AuthorizationRequest request = app.authorization();
        WebPage page = visitor.open(request.uri());

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
        assertThat(app.redeem(request, page.code()).isGranted()).isTrue();
        assertThat(realm.user(person).get("requiredActions"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(actions);
        WebPage own = keycloak.visitor().logIn(app.authorization().uri(), person);
        assertThat(own.document().selectFirst("form#register")).as(own.text()).isNotNull();
    }

    @Test
    void gateAddsNoQueryForMemberOfOneTenantWhenCachesAreWarm() {
        Person person = Tenant.create(realm).newMember();
        OidcClient gated = keycloak.client("demo-cli");
        OidcClient ungated = ungated();
        Tokens first = gated.refresh(gated.password(person));
        Tokens firstUngated = ungated.refresh(ungated.password(person));
        String level = keycloak.support().setLogLevel(SQL, "FINE");
        try {
            assertThat(queriesOf("LOGIN", person, () -> gated.password(person)))
                    .isEqualTo(queriesOf("LOGIN", person, () -> ungated.password(person)))
                    .isNotEmpty();
            // Keycloak writes the time of the last refresh once a second.
            keycloak.clock().advance(Duration.ofSeconds(2));
            var refresh = queriesOf("REFRESH_TOKEN", person, () -> gated.refresh(first));
            keycloak.clock().advance(Duration.ofSeconds(2));
            assertThat(refresh).isEqualTo(queriesOf("REFRESH_TOKEN", person, () -> ungated.refresh(firstUngated)));
        } finally {
            keycloak.support().setLogLevel(SQL, level);
            realm.deleteClient(UNGATED);
        }
    }

    /** What the request asks the database, apart from sessions, which Keycloak writes on a thread of its own. */
    private List<String> queriesOf(String event, Person person, Supplier<Tokens> request) {
        long mark = keycloak.log().mark();
        assertThat(request.get().isGranted()).isTrue();
        keycloak.log().await(mark, line -> line.contains("type=\"" + event + "\"") && line.contains(person.id()));
        return keycloak.log().since(mark).stream()
                .filter(line -> line.contains("[" + SQL + "] (executor-thread-") && !line.contains("offline_"))
                .map(line -> line.substring(line.indexOf(')') + 1))
                .sorted()
                .toList();
    }

    /** A client like that of the demo realm but with the gate off. */
    private OidcClient ungated() {
        ObjectNode client = realm.client("demo-cli")
                .retain("publicClient", "directAccessGrantsEnabled", "fullScopeAllowed", "defaultClientScopes");
        client.put("clientId", UNGATED).putObject("attributes").put("tenant-mfa.gate", "off");
        realm.deleteClient(UNGATED);
        realm.create("/clients", client);
        return OidcClient.of(keycloak.base(), realm.name(), UNGATED);
    }

    private void assertRefused(Tokens answer, Person person, String event, Tenant tenant) {
        assertThat(answer.answer().status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(answer.errorDescription()).startsWith("A second factor is required for tenant-");
        JsonNode newest = realm.events(person, event).get(0);
        assertThat(newest.at("/details/reason").asText()).isEqualTo("mfa_required");
        assertThat(newest.at("/details/tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(newest.at("/details/gate").asText()).isEqualTo("policy");
    }

    private Tokens offline(Visitor visitor) {
        AuthorizationRequest request = app.authorization().with("scope", "openid offline_access");
        return app.redeem(request, visitor.open(request.uri()).code());
    }
}
