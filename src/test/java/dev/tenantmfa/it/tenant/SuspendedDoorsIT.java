package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.DeviceAuthorization;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A suspended tenant, or membership, lets nobody in: not by an identity provider, a device or a new password either. */
@KeycloakIntegration
class SuspendedDoorsIT {
    private static final String BY_IDENTITY_PROVIDER = "IDENTITY_PROVIDER_POST_LOGIN_ERROR";

    private final KeycloakServer keycloak;
    private final OidcClient app;
    private TenantFixture tenant;
    private Person person;
    private OtherRealm elsewhere;
    private Person there;

    SuspendedDoorsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.app = keycloak.client("demo-app");
    }

    @BeforeEach
    void memberWithAnAccountElsewhere() {
        tenant = TenantFixture.create(keycloak);
        person = tenant.newMember("MEMBER");
        elsewhere = OtherRealm.join(keycloak.admin(), keycloak.base(), keycloak.demo());
        there = elsewhere.realm().newPerson();
        elsewhere.link(person, there);
    }

    @AfterEach
    void leave() {
        elsewhere.leave();
    }

    @Test
    void identityProviderLeadsIntoAnActiveTenantOnly() {
        AuthorizationRequest request = request();
        Tokens tokens = app.redeem(
                request, keycloak.visitor().logIn(request.uri(), there).code());
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());

        tenant.suspend();

        isRefused(byIdentityProvider(keycloak.visitor()), BY_IDENTITY_PROVIDER, "tenant_suspended");
        tenant.setActive(true);
        assertThat(LoginStep.of(byIdentityProvider(keycloak.visitor()))).isEqualTo(LoginStep.IN);
    }

    @Test
    void identityProviderLeadsIntoNoSuspendedMembership() {
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        isRefused(byIdentityProvider(keycloak.visitor()), BY_IDENTITY_PROVIDER, "membership_suspended");
    }

    @Test
    void identityProviderWithoutTheStepBehindItLeadsToNoToken() {
        tenant.suspend();
        keycloak.demo()
                .put(
                        "/identity-provider/instances/" + elsewhere.alias(),
                        ((com.fasterxml.jackson.databind.node.ObjectNode) keycloak.demo()
                                        .get("/identity-provider/instances/" + elsewhere.alias())
                                        .expect(200)
                                        .json())
                                .put("postBrokerLoginFlowAlias", ""))
                .expect(204);

        AuthorizationRequest request = request();
        WebPage page = keycloak.visitor().logIn(request.uri(), there);

        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.IN);
        assertThat(app.redeem(request, page.code()).error())
                .as("the gate refuses what the missing step would have refused")
                .isEqualTo("invalid_grant");
    }

    @Test
    void deviceIsAllowedByMembersOfAnActiveTenantOnly() {
        OidcClient device = deviceClient();
        DeviceAuthorization allowed = device.authorizeDevice();
        Visitor visitor = keycloak.visitor();
        WebPage consent = visitor.logIn(allowed.verificationUri(), person);
        visitor.submit(consent, Map.of("accept", "yes"));
        Tokens tokens = device.poll(allowed);
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());

        tenant.suspend();

        assertThat(device.refresh(tokens).isGranted()).isFalse();
        DeviceAuthorization refused = device.authorizeDevice();
        isRefused(keycloak.visitor().logIn(refused.verificationUri(), person), "LOGIN_ERROR", "tenant_suspended");
        assertThat(device.poll(refused).error()).isEqualTo("authorization_pending");
    }

    @Test
    void deviceThatWasAllowedBeforeTheSuspensionGetsNoTokens() {
        OidcClient device = deviceClient();
        DeviceAuthorization allowed = device.authorizeDevice();
        Visitor visitor = keycloak.visitor();
        visitor.submit(visitor.logIn(allowed.verificationUri(), person), Map.of("accept", "yes"));

        tenant.suspend();

        Tokens tokens = device.poll(allowed);
        assertThat(tokens.isGranted() && tokens.claims().has("tenant_id"))
                .as(tokens.answer().text())
                .isFalse();
    }

    @Test
    void newPasswordLeadsIntoNoSuspendedTenant() {
        tenant.suspend();
        Visitor visitor = keycloak.visitor();
        WebPage login = visitor.open(app.authorization().uri());
        WebPage forgotten = visitor.open(login.uri()
                .resolve(login.document().select("a[href*=reset-credentials]").attr("href")));
        visitor.submit(forgotten, Map.of("username", person.email()));
        URI link = keycloak.mailbox().awaitMailTo(person).link();

        isRefused(visitor.open(link), "RESET_PASSWORD_ERROR", "tenant_suspended");
    }

    private void isRefused(WebPage page, String type, String reason) {
        assertThat(page.status()).as(page.text()).isEqualTo(403);
        assertThat(page.text()).contains("Access to " + tenant.name() + " is suspended.");
        assertThat(keycloak.demo().events(person, type))
                .anyMatch(event -> event.at("/details/reason").asText().equals(reason)
                        && event.at("/details/tenant_id").asText().equals(tenant.id()));
        assertThat(keycloak.demo()
                        .get("/users/" + person.id() + "/sessions")
                        .expect(200)
                        .json())
                .as("sessions")
                .isEmpty();
    }

    private WebPage byIdentityProvider(Visitor visitor) {
        return visitor.logIn(request().uri(), there);
    }

    private AuthorizationRequest request() {
        return app.authorization().with("kc_idp_hint", elsewhere.alias());
    }

    private OidcClient deviceClient() {
        String id = "device-" + UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "defaultClientScopes",
                        List.of("basic", "tenant-mfa"),
                        "attributes",
                        Map.of("oauth2.device.authorization.grant.enabled", "true")));
        return keycloak.client(id);
    }
}
