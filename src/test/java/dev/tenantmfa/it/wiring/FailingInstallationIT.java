package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What fails after any of its changes leaves the realm as it was. */
@KeycloakIntegration
@WithoutBruteForceProtector
class FailingInstallationIT extends ExistingRealms {

    private static final Map<String, Object> EVERYTHING = Map.of(
            "clients",
            "rebind",
            "gate",
            "strict",
            "message_codes",
            true,
            "webauthn",
            true,
            "login_form",
            "tenant",
            "scope",
            Map.of("default_for", List.of("app")));

    FailingInstallationIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void nothingOfItStays() {
        ExistingRealm realm = realm(true);
        RealmAdmin admin = realm.admin();
        OtherRealm provider = OtherRealm.joinWithoutFlow(keycloak.admin(), keycloak.base(), admin);
        admin.post("/clients", ExistingRealm.client("legacy")).expect(201);
        String browser = admin.flowId(realm.copyFlow("browser", "legacy browser"));
        admin.updateClient(
                "legacy",
                client -> client.withObjectProperty("authenticationFlowBindingOverrides")
                        .put("browser", browser));
        Person waiting = admin.newPerson();
        admin.require(waiting, "CONFIGURE_TOTP");

        JsonNode before = realm.everything();
        int changes = failAtEach(realm, waiting, "/mfa/install", EVERYTHING);
        assertThat(changes).isGreaterThan(20);
        realm.installed(EVERYTHING);
        assertThat(realm.findings()).isEmpty();
        assertThat(realm.state("browser")).isEqualTo("GUARDED");
        assertThat(realm.state("client:legacy:browser")).isEqualTo("GUARDED");

        int back = failAtEach(realm, waiting, "/mfa/uninstall", Map.of());
        assertThat(back).isGreaterThan(15);
        realm.uninstalled();
        assertThat(realm.everything()).isEqualTo(before);
        assertThat(admin.user(waiting).get("requiredActions").toString()).isEqualTo("[\"CONFIGURE_TOTP\"]");
        provider.leave();
    }

    /** Gives the number of changes. */
    private int failAtEach(ExistingRealm realm, Person waiting, String path, Map<String, Object> options) {
        String before = everything(realm, waiting);
        JsonNode plan = realm.admin().post(path, options).expect(200).json();
        int changes = plan.get("changes").size();
        String id = plan.get("plan_id").asText();
        for (int done = 1; done <= changes; done++) {
            String last = plan.get("changes").get(done - 1).toString();
            keycloak.support().failInstallationAfter(realm.admin(), done);

            Answer answer = realm.admin().post(path, Map.of("plan_id", id));

            assertThat(keycloak.support().isInstallationFailureAwaited(realm.admin()))
                    .as(last)
                    .isFalse();
            assertThat(answer.status()).as(last + " " + answer.text()).isEqualTo(500);
            assertThat(everything(realm, waiting)).as(last).isEqualTo(before);
        }
        return changes;
    }

    /** All that an installation can change. */
    private static String everything(ExistingRealm realm, Person waiting) {
        return realm.everything() + " " + realm.doctor().get("login_methods") + " "
                + realm.admin().user(waiting).get("requiredActions") + " "
                + realm.admin().adminEvents().stream()
                        .filter(event -> event.path("details").has("tenant_mfa"))
                        .count();
    }
}
