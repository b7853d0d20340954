package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.LoginStep.IN;
import static dev.tenantmfa.it.mfa.LoginStep.SET_UP;
import static org.assertj.core.api.Assertions.assertThat;

/** What a SAML provider says about the second factor. */
@KeycloakIntegration
class UpstreamSamlIT {

    private static final String METHODS = "http://schemas.microsoft.com/claims/authnmethodsreferences";
    private static final String MULTIPLE = "http://schemas.microsoft.com/claims/multipleauthn";
    /** Of every login at Keycloak. */
    private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

    private final KeycloakServer keycloak;
    private Upstream upstream;

    UpstreamSamlIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void joinAnotherRealm() {
        upstream = Upstream.saml(keycloak);
    }

    @AfterEach
    void leaveIt() {
        upstream.leave();
    }

    @Test
    void authnContextDecides() {
        assertThat(step()).as("unknown class").isEqualTo(SET_UP);

        upstream.settings(Upstream.settings("authnContexts", UNSPECIFIED));
        assertThat(step()).as("known class").isEqualTo(IN);

        upstream.settings(Upstream.settings("acrValues", UNSPECIFIED, "amrValues", UNSPECIFIED));
        assertThat(step()).as("known as acr and amr only").isEqualTo(SET_UP);
    }

    @Test
    void attributeOfEntraIdDecides() {
        upstream.saysAttribute(METHODS, MULTIPLE);
        assertThat(step()).isEqualTo(IN);

        upstream.saysAttribute(
                METHODS, "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password");
        assertThat(step()).as("password only").isEqualTo(SET_UP);

        upstream.saysAttribute("amr", MULTIPLE);
        assertThat(step()).as("another attribute").isEqualTo(SET_UP);
    }

    @Test
    void tokensSayThatASecondFactorWasShownUntilTheTenantDoesNotAcceptIt() {
        upstream.saysAttribute(METHODS, MULTIPLE);
        Tokens tokens = upstream.tokens(keycloak.visitor());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        upstream.accept(false);
        assertThat(upstream.tenant().app().refresh(tokens).error()).isEqualTo("invalid_grant");
    }

    @Test
    void signatureThatIsNotValidatedDoesNotCount() {
        upstream.saysAttribute(METHODS, MULTIPLE);
        upstream.validateSignatures(false);
        assertThat(step()).isEqualTo(SET_UP);

        upstream.validateSignatures(true);
        assertThat(step()).as("validated again").isEqualTo(IN);
    }

    @Test
    void freshLoginIsYoungEnough() {
        upstream.saysAttribute(METHODS, MULTIPLE).settings(Map.of("maxAgeMinutes", "5"));

        assertThat(step()).isEqualTo(IN);
    }

    private LoginStep step() {
        WebPage page = upstream.logIn();
        LoginStep step = LoginStep.of(page);
        assertThat(step).as(page.uri() + ": " + page.text()).isIn(IN, SET_UP);
        return step;
    }
}
