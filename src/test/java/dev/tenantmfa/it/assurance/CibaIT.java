package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.support.DeviceChannelFactory;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A login that the user approves on another device (CIBA) runs no flow; the gate is all that there is. */
@KeycloakIntegration
class CibaIT {
    private static final String ID = "call-centre";
    private static final String SECRET = "ciba-secret";

    private final ApprovingDevice device = new ApprovingDevice();
    private final RefusingRealm realm;
    private final URI issuer;
    private final OidcClient client;

    CibaIT(KeycloakServer keycloak) {
        this.realm = RefusingRealm.create(keycloak);
        this.issuer = URI.create(keycloak.base() + "/realms/" + realm.name());
        this.client = OidcClient.of(keycloak.base(), realm.name(), ID).withSecret(SECRET);
        realm.realm()
                .createClient(Map.of(
                        "clientId",
                        ID,
                        "secret",
                        SECRET,
                        "attributes",
                        Map.of("oidc.ciba.grant.enabled", "true", DeviceChannelFactory.DEVICE, device.address())));
    }

    @AfterEach
    void leave() {
        device.close();
        realm.realm().delete();
    }

    @Test
    void approvedLoginGetsTokensIfTheGateLetsThemOut() {
        assertThat(logIn().claims().get("sub").asText())
                .isEqualTo(realm.person().id());
        realm.refuse();

        Tokens refused = logIn();

        assertThat(refused.answer().status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo(RefusingRealm.SENTENCE);
    }

    private Tokens logIn() {
        String request = Http.postForm(
                        URI.create(issuer + "/protocol/openid-connect/ext/ciba/auth"),
                        Map.of(
                                "client_id",
                                ID,
                                "client_secret",
                                SECRET,
                                "login_hint",
                                realm.person().username(),
                                "scope",
                                "openid"))
                .expect(200)
                .json()
                .get("auth_req_id")
                .asText();
        device.approve(issuer);
        return client.token(Map.of("grant_type", "urn:openid:params:grant-type:ciba", "auth_req_id", request));
    }
}
