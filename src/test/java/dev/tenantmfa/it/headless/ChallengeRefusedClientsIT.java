package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.headless.FirstPartyClients.firstParty;
import static dev.tenantmfa.it.headless.FirstPartyClients.newClient;
import static org.assertj.core.api.Assertions.assertThat;

/** Which clients may not use the challenge endpoint. */
@KeycloakIntegration
class ChallengeRefusedClientsIT {
    // --- who may not

    @Test
    void otherClientsAreRefused(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = realm.newPerson();

        assertThat(FirstPartyApp.said(FirstPartyApp.of(keycloak, "demo-app").begin(person)))
                .isEqualTo(unauthorized("Client is not a first-party application"));
        assertThat(FirstPartyApp.said(FirstPartyApp.of(keycloak, "demo-signup").begin(person)))
                .isEqualTo(unauthorized("Standard flow is disabled for the client"));
        assertThat(FirstPartyApp.said(firstParty(keycloak, client -> client.put("consentRequired", true))
                        .begin(person)))
                .isEqualTo("403 {\"error\":\"redirect_to_web\","
                        + "\"error_description\":\"The user must give consent in a browser.\"}");
        assertThat(firstParty(keycloak, client -> client.put("enabled", false))
                        .begin(person)
                        .status())
                .isEqualTo(401);
        assertThat(FirstPartyApp.said(firstParty(
                                keycloak,
                                client ->
                                        client.withObjectProperty("attributes").put("first.party.app", "false"))
                        .begin(person)))
                .isEqualTo(unauthorized("Client is not a first-party application"));
        assertThat(FirstPartyApp.said(firstParty(
                                keycloak,
                                client -> client.withObjectProperty("attributes")
                                        .put("require.pushed.authorization.requests", "true"))
                        .begin(person)))
                .isEqualTo("400 {\"error\":\"invalid_request\","
                        + "\"error_description\":\"Pushed Authorization Request is only allowed.\"}");
    }

    @Test
    void whoIsNoLongerAllowedCannotGoOn(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        String clientId = newClient(realm, client -> {});
        FirstPartyApp app = FirstPartyApp.of(keycloak, clientId);
        Person person = realm.newPerson();
        Answer begun = app.begin("username", person.username());

        realm.updateClient(
                clientId, client -> client.withObjectProperty("attributes").put("first.party.app", "false"));

        assertThat(FirstPartyApp.said(app.goOn(begun, "password", person.password())))
                .isEqualTo(unauthorized("Client is not a first-party application"));
    }

    @Test
    void clientPoliciesOfAnAuthorizationRequestRun(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        JsonNode profiles = realm.get("/client-policies/profiles").expect(200).json();
        JsonNode policies = realm.get("/client-policies/policies").expect(200).json();
        ObjectNode moreProfiles = profiles.deepCopy();
        moreProfiles.remove("globalProfiles");
        ObjectNode profile =
                moreProfiles.withArrayProperty("profiles").addObject().put("name", "test-nonce");
        profile.putArray("executors")
                .addObject()
                .put("executor", "secure-session")
                .putObject("configuration");
        ObjectNode morePolicies = policies.deepCopy();
        ObjectNode policy = morePolicies
                .withArrayProperty("policies")
                .addObject()
                .put("name", "test-nonce")
                .put("enabled", true);
        policy.putArray("conditions")
                .addObject()
                .put("condition", "client-attributes")
                .putObject("configuration")
                .put("attributes", "[{\"key\":\"demo.client.profile\",\"value\":\"test-nonce\"}]");
        policy.putArray("profiles").add("test-nonce");
        FirstPartyApp app = firstParty(
                keycloak, client -> client.withObjectProperty("attributes").put("demo.client.profile", "test-nonce"));
        Person person = realm.newPerson();
        try {
            realm.put("/client-policies/profiles", moreProfiles).expect(204);
            realm.put("/client-policies/policies", morePolicies).expect(204);

            assertThat(FirstPartyApp.said(app.begin(person)))
                    .isEqualTo("400 {\"error\":\"invalid_request\","
                            + "\"error_description\":\"Missing parameter: nonce\"}");
            assertThat(app.begin(person, "nonce", "abc").status()).isEqualTo(200);
        } finally {
            realm.put("/client-policies/policies", policies).expect(204);
            ObjectNode before = profiles.deepCopy();
            before.remove("globalProfiles");
            realm.put("/client-policies/profiles", before).expect(204);
        }
    }

    @Test
    void realmThatIsDisabledOrWantsHttpsAnswersNobody(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        try {
            realm.update(representation -> representation.put("sslRequired", "all"));
            assertThat(FirstPartyApp.said(app.begin()))
                    .isEqualTo("403 {\"error\":\"invalid_request\",\"error_description\":\"HTTPS required\"}");
            realm.update(representation ->
                    representation.put("sslRequired", "external").put("enabled", false));
            assertThat(FirstPartyApp.said(app.begin()))
                    .isEqualTo("403 {\"error\":\"access_denied\",\"error_description\":\"Realm not enabled\"}");
        } finally {
            realm.update(representation ->
                    representation.put("sslRequired", "external").put("enabled", true));
        }
    }

    private static String unauthorized(String description) {
        return "400 {\"error\":\"unauthorized_client\",\"error_description\":\"" + description + "\"}";
    }
}
