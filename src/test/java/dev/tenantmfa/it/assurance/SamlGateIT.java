package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No SAML assertion goes out when the gate refuses, whatever the binding. */
@KeycloakIntegration
class SamlGateIT {
    private static final String RESPONDER = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    private static final String AUTHN_FAILED = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed";
    /** Of any client; only the certificate is used. */
    private static final String ENCRYPTION_KEY = "saml.encryption.certificate";

    private final KeycloakServer keycloak;
    private final RefusingRealm realm;
    private final Visitor visitor;

    SamlGateIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = RefusingRealm.create(keycloak);
        this.visitor = keycloak.visitor();
    }

    @AfterEach
    void leave() {
        realm.realm().delete();
    }

    @Test
    void responseIsAnErrorWithoutAssertion() {
        SamlServiceProvider app = application(Map.of());
        realm.refuse();

        WebPage page = visitor.logIn(app.login(), realm.person());

        assertIsRefusal(SamlServiceProvider.response(page));
        assertThat(page.document().select("input[name=RelayState]").attr("value"))
                .isEqualTo("kept");
    }

    @Test
    void passiveRequestIsRefusedToo() {
        SamlServiceProvider app = application(Map.of());
        assertIsGranted(SamlServiceProvider.response(visitor.logIn(app.login(), realm.person())));
        realm.refuse();

        assertIsRefusal(SamlServiceProvider.response(visitor.open(app.silentLogin())));
        assertIsRefusal(SamlServiceProvider.response(visitor.open(app.login())));
        realm.allow();
        assertIsGranted(SamlServiceProvider.response(visitor.open(app.silentLogin())));
    }

    @Test
    void ecpIsRefused() {
        SamlServiceProvider app = application(Map.of());
        assertIsGranted(app.ecp(realm.person()).expect(200).text());
        realm.refuse();

        assertIsRefusal(app.ecp(realm.person()).expect(200).text());
    }

    @Test
    void artifactStandsForTheError() {
        SamlServiceProvider app = application(Map.of("saml.artifact.binding", "true"));
        realm.refuse();

        Answer resolved = app.resolve(visitor.logIn(app.login(), realm.person()));

        String envelope = resolved.expect(200).text();
        assertIsRefusal(envelope.substring(envelope.indexOf("<samlp:Response")));
    }

    @Test
    void errorIsSignedWhereResponsesAre() {
        SamlServiceProvider app =
                application(Map.of("saml.server.signature", "true", "saml.assertion.signature", "true"));
        realm.refuse();

        String response = SamlServiceProvider.response(visitor.logIn(app.login(), realm.person()));

        assertIsRefusal(response);
        assertThat(response).contains(":Signature");
    }

    @Test
    void clientThatAsksForEncryptionGetsAnErrorPage() {
        SamlServiceProvider app = application(Map.of("saml.encrypt", "true", ENCRYPTION_KEY, certificate()));
        assertThat(SamlServiceProvider.response(visitor.logIn(app.login(), realm.person())))
                .contains(":EncryptedAssertion");
        realm.refuse();

        WebPage page = visitor.open(app.login());

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html()).doesNotContain("SAMLResponse");
        assertThat(app.ecp(realm.person()).text()).doesNotContain("Assertion ");
    }

    private SamlServiceProvider application(Map<String, String> attributes) {
        return SamlServiceProvider.create(keycloak.base(), realm.realm(), attributes);
    }

    /** Some certificate of the realm; nobody reads what is encrypted for it. */
    private String certificate() {
        for (var key : realm.realm().get("/keys").expect(200).json().get("keys")) {
            if (key.path("use").asText().equals("ENC") && key.has("certificate")) {
                return key.get("certificate").asText();
            }
        }
        throw new AssertionError("No certificate");
    }

    private void assertIsGranted(String response) {
        assertThat(response).contains(":Assertion ", "status:Success");
    }

    private void assertIsRefusal(String response) {
        assertThat(response)
                .contains(RESPONDER, AUTHN_FAILED, realm.sentence())
                .doesNotContain("Assertion ", "EncryptedAssertion", "status:Success\"", ":NameID");
    }
}
