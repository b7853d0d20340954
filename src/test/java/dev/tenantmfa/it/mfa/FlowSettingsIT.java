package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator sets on a step of a flow holds. */
@KeycloakIntegration
class FlowSettingsIT {

    @AfterEach
    void putBack(KeycloakServer keycloak) {
        keycloak.freshDemoRealm();
    }

    @Test
    void flowMayAskEverybodyWhateverTenantsAskFor(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        OidcClient app = keycloak.client("demo-app");
        Person person = realm.newPerson();
        Visitor before = keycloak.visitor();
        assertThat(LoginStep.of(before.logIn(app.authorization().uri(), person)))
                .isEqualTo(LoginStep.IN);

        configure(realm, "tenant-mfa browser", "tmfa-second-factor", Map.of("askEverybody", "true"));
        assertThat(LoginStep.of(before.open(app.authorization().uri())))
                .as("under the session that was opened without")
                .isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(keycloak.visitor().logIn(app.authorization().uri(), person)))
                .isEqualTo(LoginStep.SET_UP);
        assertThat(keycloak.client("demo-cli").password(person).isGranted())
                .as("another flow is set by itself")
                .isTrue();

        configure(realm, "tenant-mfa direct grant", "tmfa-direct-grant-code", Map.of("askEverybody", "true"));
        assertThat(keycloak.client("demo-cli").password(person).error()).isEqualTo("mfa_required");

        Enrolled enrolled = Enrolled.create(keycloak);
        assertThat(LoginStep.of(enrolled.visitor().open(app.authorization().uri())))
                .as("once in a session is enough")
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void registrationMayLeaveTheTenantToThePerson(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        assertThat(register(keycloak, "").text()).contains("Enter a name for the organization.");

        configure(realm, "tenant-mfa registration", "tmfa-registration-tenant", Map.of("tenantNameRequired", "false"));

        String name = "Chosen " + UUID.randomUUID();
        assertThat(LoginStep.of(register(keycloak, name))).isEqualTo(LoginStep.IN);
        WebPage alone = register(keycloak, "");
        assertThat(LoginStep.of(alone)).as(alone.html()).isEqualTo(LoginStep.IN);
        assertThat(realm.organizations())
                .extracting(organization -> organization.get("name").asText())
                .contains(name)
                .doesNotContain("");
        assertThat(register(keycloak, "x".repeat(101)).document().selectFirst("#tenantName"))
                .as("what is no name is refused as before")
                .isNotNull();
    }

    private static WebPage register(KeycloakServer keycloak, String tenantName) {
        return RegistrationForm.open(
                        keycloak.visitor(),
                        keycloak.client("demo-app").authorization().uri())
                .submit(tenantName);
    }

    /** Sets the config of the execution of that provider at the top of the flow, or in the form of its registration. */
    private static void configure(RealmAdmin realm, String flow, String provider, Map<String, String> config) {
        String path = "/authentication/flows/" + Http.encode(flow).replace("+", "%20") + "/executions";
        int found = 0;
        for (JsonNode execution : RealmAdmin.list(realm.get(path))) {
            if (execution.path("providerId").asText().equals(provider) && isAtItsPlace(execution, provider)) {
                realm.post(
                                "/authentication/executions/"
                                        + execution.get("id").asText() + "/config",
                                Map.of("alias", provider + " " + UUID.randomUUID(), "config", config))
                        .expect(201);
                found++;
            }
        }
        assertThat(found).as(provider + " in " + flow).isPositive();
    }

    private static boolean isAtItsPlace(JsonNode execution, String provider) {
        return !provider.equals("tmfa-second-factor") || execution.path("level").asInt() == 0;
    }
}
