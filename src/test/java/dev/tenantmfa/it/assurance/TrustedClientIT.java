package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.LoginStep;
import dev.tenantmfa.it.mfa.Tenant;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A realm administrator may vouch for the users of one client where nobody sits in front of a page; nobody else may. */
@KeycloakIntegration
class TrustedClientIT {
    private static final String ID = "call-centre";
    private static final String SECRET = "call-centre-secret";
    private static final String TRUSTED = "tenant-mfa.trusted-as-mfa";
    private static final String CIBA = "urn:openid:params:grant-type:ciba";

    private KeycloakServer keycloak;
    private RealmAdmin realm;
    private Person person;
    private OidcClient client;

    @BeforeEach
    void create(KeycloakServer server) {
        keycloak = server;
        realm = server.demo();
        person = Tenant.askingAll(realm).newMember();
        client = server.client(ID).withSecret(SECRET);
        realm.createClient(Map.of(
                "clientId",
                ID,
                "secret",
                SECRET,
                "redirectUris",
                List.of("http://localhost:9/*"),
                "defaultClientScopes",
                List.of("basic", "tenant-mfa"),
                "optionalClientScopes",
                List.of("offline_access"),
                "attributes",
                Map.of("oidc.ciba.grant.enabled", "true")));
    }

    @AfterEach
    void delete() {
        realm.deleteClient(ID);
    }

    @Test
    void cibaOfATrustedClientCountsAsASecondFactor() {
        assertThat(ciba().errorDescription()).startsWith("A second factor is required for tenant-");
        trust("true");

        Tokens tokens = ciba();

        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(client.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void offlineTokenKeepsWhatTheClientVouchedFor() {
        trust("true");
        Tokens tokens = ciba("openid offline_access");

        Tokens refreshed = client.refresh(tokens);

        assertThat(refreshed.claims().path("mfa").asBoolean()).isTrue();
        trust("false");
        assertThat(client.refresh(tokens).error()).isEqualTo("invalid_grant");
    }

    @Test
    void restCallsCountAnExchangeOfATrustedClient() {
        Tenant tenant = Tenant.create(realm);
        person = tenant.newMember();
        ExchangeClients clients = new ExchangeClients(keycloak);
        Tokens subject = clients.application().password(person);
        OidcClient service = clients.trustedService();
        tenant.ask("ALL");

        Tokens exchanged =
                service.exchange(subject, "requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token");

        assertThat(exchanged.claims().path("mfa").asBoolean()).isTrue();
        service.call("GET", "/tenants/me", exchanged, null).expect(200);
        service.call("GET", "/tenants/me", service.refresh(exchanged), null).expect(200);
        assertThat(client.call("GET", "/tenants/me", subject, null).status()).isEqualTo(403);
    }

    @Test
    void pagesOfATrustedClientAskAllTheSame() {
        trust("true");

        assertThat(LoginStep.of(keycloak.visitor().logIn(client.authorization().uri(), person)))
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void trustThatIsTakenBackReachesTheNextRefresh() {
        trust("true");
        Tokens tokens = ciba();
        trust("false");

        assertThat(client.refresh(tokens).error()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1", "true false"})
    void otherValuesTrustNobody(String value) {
        trust(value);

        assertThat(ciba().error()).isEqualTo("invalid_grant");
    }

    @Test
    void clientCannotTrustOrExemptItself() {
        String initial = realm.post("/clients-initial-access", Map.of("count", 1, "expiration", 60))
                .expect(201)
                .json()
                .get("token")
                .asText();
        URI registration = URI.create(keycloak.base() + "/realms/demo/clients-registrations/default");
        Map<String, Object> itself = Map.of(
                "clientId",
                "registered-by-itself",
                "attributes",
                Map.of(TRUSTED, "true", "tenant-mfa.gate", "off", "its-own", "stays"));
        JsonNode registered =
                Http.json("POST", registration, initial, itself).expect(201).json();
        assertOfNoUse();

        Http.json(
                        "PUT",
                        URI.create(registration + "/registered-by-itself"),
                        registered.get("registrationAccessToken").asText(),
                        itself)
                .expect(200);
        assertOfNoUse();
        realm.deleteClient("registered-by-itself");
    }

    private void assertOfNoUse() {
        JsonNode attributes = realm.client("registered-by-itself").path("attributes");
        assertThat(attributes.has(TRUSTED)).isFalse();
        assertThat(attributes.has("tenant-mfa.gate")).isFalse();
        assertThat(attributes.path("its-own").asText()).isEqualTo("stays");
    }

    private void trust(String value) {
        realm.updateClient(ID, client -> client.withObjectProperty("attributes").put(TRUSTED, value));
    }

    private Tokens ciba() {
        return ciba("openid");
    }

    private Tokens ciba(String scope) {
        URI issuer = URI.create(keycloak.base() + "/realms/demo");
        String request = Http.postForm(
                        URI.create(issuer + "/protocol/openid-connect/ext/ciba/auth"),
                        Map.of(
                                "client_id",
                                ID,
                                "client_secret",
                                SECRET,
                                "login_hint",
                                person.username(),
                                "scope",
                                scope))
                .expect(200)
                .json()
                .get("auth_req_id")
                .asText();
        keycloak.devices().approve(issuer, person.username());
        return client.token(Map.of("grant_type", CIBA, "auth_req_id", request));
    }
}
