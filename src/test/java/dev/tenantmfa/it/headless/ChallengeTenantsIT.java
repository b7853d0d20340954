package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tenant a login at the challenge endpoint is for, and flows that it cannot run to their end. */
@KeycloakIntegration
class ChallengeTenantsIT {

    private static final String WRONG_PASSWORD = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"Invalid user credentials\",\"auth_session\":\"…\",\"password_required\":true}";

    @Test
    void somebodyOfSeveralTenantsNamesOne(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        tenant(keycloak, enrolled.person());
        JsonNode second = tenant(keycloak, enrolled.person());
        String alias = second.path("alias").asText();

        Answer which = app.begin(enrolled.person());
        Answer asked = app.goOn(which, "tenant", alias);
        Tokens tokens = app.redeem(app.goOn(asked, "otp", enrolled.app().code()));

        assertThat(FirstPartyApp.said(which))
                .isEqualTo("400 {\"error\":\"invalid_request\",\"error_description\":"
                        + "\"tenant_required: name the tenant in the parameter tenant\",\"auth_session\":\"…\"}");
        assertThat(asked.json().path("otp_required").asBoolean()).isTrue();
        assertThat(tokens.claims().path("tenant_id").asText())
                .isEqualTo(second.path("id").asText());
        assertThat(tokens.claims().path("tenant_role").asText()).isEqualTo("OWNER");
        assertThat(app.begin(enrolled.person(), "password", "wrong")
                        .json()
                        .path("error_description")
                        .asText())
                .as("nothing of tenants before the password was right")
                .isEqualTo("Invalid user credentials");
    }

    @Test
    void suspensionIsToldAfterARightPasswordAlone(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        JsonNode tenant = tenant(keycloak, person);
        keycloak.admin()
                .request(
                        "PATCH",
                        "/admin/realms/demo/tenants/" + tenant.path("id").asText(),
                        Map.of("is_active", false))
                .expect(200);

        assertThat(FirstPartyApp.said(app.begin(person, "password", "wrong"))).isEqualTo(WRONG_PASSWORD);
        assertThat(FirstPartyApp.said(app.begin(person)))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\",\"error_description\":\"Access to "
                        + tenant.path("tenant_name").asText() + " is suspended\",\"auth_session\":\"…\"}");
    }

    @Test
    void tenantThatIsSuspendedInBetweenLetsNobodyIn(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        JsonNode tenant = tenant(keycloak, enrolled.person());
        Answer asked = app.begin(enrolled.person());
        keycloak.admin()
                .request(
                        "PATCH",
                        "/admin/realms/demo/tenants/" + tenant.path("id").asText(),
                        Map.of("is_active", false))
                .expect(200);

        Answer refused = app.goOn(asked, "otp", enrolled.app().code());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error_description").asText())
                .isEqualTo("Access to " + tenant.path("tenant_name").asText() + " is suspended");
    }

    @Test
    void strangersOfATenantAreToldNothing(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        tenant(keycloak, person);

        assertThat(FirstPartyApp.said(app.begin(person, "tenant", "globex"))).isEqualTo(WRONG_PASSWORD);
        assertThat(FirstPartyApp.said(app.begin(person, "tenant", "no-such-tenant")))
                .isEqualTo(WRONG_PASSWORD);
    }

    @Test
    void flowWithPagesIsSentToTheBrowser(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        String flow = realm.flowId("tenant-mfa browser");
        String clientId = "client-" + UUID.randomUUID().toString().substring(0, 8);
        realm.createClient(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "redirectUris",
                List.of("https://app.example/callback"),
                "attributes",
                Map.of("first.party.app", "true"),
                "authenticationFlowBindingOverrides",
                Map.of("direct_grant", flow)));

        assertThat(FirstPartyApp.said(FirstPartyApp.of(keycloak, clientId).begin(realm.newPerson())))
                .isEqualTo("403 {\"error\":\"redirect_to_web\","
                        + "\"error_description\":\"This login can only continue in a browser.\"}");
    }

    private static JsonNode tenant(KeycloakServer keycloak, Person owner) {
        String name = "Tenant " + UUID.randomUUID().toString().substring(0, 8);
        return keycloak.demo()
                .post("/tenants", Map.of("tenant_name", name, "owner_id", owner.id()))
                .expect(201)
                .json();
    }
}
