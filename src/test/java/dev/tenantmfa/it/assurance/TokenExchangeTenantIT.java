package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** An exchanged token speaks for the tenant of the subject token, whatever scope or session says. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenExchangeTenantIT {
    private MatrixRealm matrix;

    @BeforeAll
    void createRealm(KeycloakServer keycloak) {
        matrix = MatrixRealm.create(keycloak, Gate.POLICY);
        matrix.demand(Policy.NONE);
    }

    @AfterAll
    void deleteRealm() {
        matrix.delete();
    }

    @Test
    void exchangeKeepsTheTenantOfTheSubjectToken() {
        Scene scene = new Scene();
        matrix.client()
                .password(scene.person, "tenant", scene.otherAlias)
                .answer()
                .expect(200);

        Tokens exchanged = exchange(scene.tokens, null);

        assertThat(exchanged.claims().path("tenant_id").asText()).isEqualTo(matrix.tenantId());
        assertThat(exchanged.claims().path("tenant_name").asText()).isEqualTo(MatrixRealm.TENANT_NAME);
    }

    @Test
    void exchangeForAnotherTenantIsRefused() {
        Scene scene = new Scene();

        Tokens exchanged = exchange(scene.tokens, "openid organization:" + scene.otherAlias);

        assertThat(exchanged.isGranted()).as(exchanged.answer().toString()).isFalse();
        assertThat(exchanged.error()).isEqualTo("invalid_scope");
    }

    @Test
    void exchangeForASuspendedTenantIsRefused() {
        Scene scene = new Scene();
        Tokens ofOther = matrix.client().password(scene.person, "tenant", scene.otherAlias);
        ObjectNode other = (ObjectNode)
                matrix.realm.get("/organizations/" + scene.otherId).expect(200).json();
        matrix.realm
                .put("/organizations/" + scene.otherId, other.put("enabled", false))
                .expect(204);

        Tokens exchanged = exchange(ofOther, null);

        assertThat(exchanged.isGranted()).as(exchanged.answer().toString()).isFalse();
        assertThat(exchanged.error()).isEqualTo("invalid_grant");
    }

    @Test
    void exchangeAfterTheEndOfTheMembershipIsRefused() {
        Scene scene = new Scene();
        matrix.realm
                .delete("/organizations/" + matrix.tenantId() + "/members/" + scene.person.id())
                .expect(204);

        Tokens exchanged = exchange(scene.tokens, null);

        assertThat(exchanged.isGranted()).as(exchanged.answer().toString()).isFalse();
        assertThat(exchanged.error()).isEqualTo("invalid_grant");
    }

    private Tokens exchange(Tokens tokens, String scope) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
        form.put("subject_token", tokens.accessToken());
        if (scope != null) {
            form.put("scope", scope);
        }
        return matrix.exchanging().token(form);
    }

    /** A user of two tenants, with tokens for the first. */
    private final class Scene {
        private final Person person = matrix.realm.newPerson();
        private final String otherId;
        private final String otherAlias;
        private final Tokens tokens;

        Scene() {
            matrix.join(person);
            otherAlias = "other-" + UUID.randomUUID().toString().substring(0, 8);
            otherId = matrix.realm.create(
                    "/organizations", Map.of("name", otherAlias, "alias", otherAlias, "enabled", true));
            matrix.realm
                    .post("/organizations/" + otherId + "/members", person.id())
                    .expect(201);
            tokens = matrix.client().password(person, "tenant", "acme");
            tokens.answer().expect(200);
        }
    }
}
