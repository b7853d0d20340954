package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The mode of the gate after an installation. */
@KeycloakIntegration
class InstalledGateIT extends ExistingRealms {

    InstalledGateIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void gateBecomesStrictUnlessALoginMethodMayStayOpen() {
        ExistingRealm realm = realm();
        realm.app().password(realm.admin().newPerson()).answer().expect(200);
        realm.addSamlClient("pump", Map.of("saml.allow.ecp.flow", "true"));

        for (Map<String, ?> options :
                List.of(Map.of("gate", "keep"), Map.of("allow_open", List.of("client:kiosk:browser")))) {
            assertThat(realm.plan(options).findValuesAsText("target")).noneMatch(target -> target.contains("strict"));
        }
        JsonNode plan = realm.plan(Map.of());
        assertThat(plan.get("notices").findValuesAsText("id")).contains("sessions-from-before");
        assertThat(plan.get("left").findValuesAsText("what")).containsExactly("client:pump:saml-ecp");
        assertThat(realm.plan(Map.of("gate", "strict", "allow_open", List.of("client:kiosk:browser")))
                        .get("changes"))
                .isEqualTo(plan.get("changes"));

        realm.installed(Map.of());

        assertThat(realm.admin()
                        .representation()
                        .at("/attributes/tenant-mfa.gate")
                        .asText())
                .isEqualTo("strict");
        assertThat(realm.plan(Map.of()).get("changes")).isEmpty();
    }
}
