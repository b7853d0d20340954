package dev.tenantmfa.upstream;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.xml.datatype.DatatypeFactory;
import org.junit.jupiter.api.Test;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.saml.SAMLEndpoint;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.assertion.AttributeStatementType;
import org.keycloak.dom.saml.v2.assertion.AttributeType;
import org.keycloak.dom.saml.v2.assertion.AuthnContextClassRefType;
import org.keycloak.dom.saml.v2.assertion.AuthnContextType;
import org.keycloak.dom.saml.v2.assertion.AuthnStatementType;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** What of a SAML assertion is read. */
class AssertionReaderTest {

    private static final String REFEDS = "https://refeds.org/profile/mfa";
    private static final String ENTRA = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    @Test
    void assertionSaysClassMethodsAndTime() throws Exception {
        AssertionType assertion = assertion(REFEDS, "2026-02-01T12:00:00Z");
        AttributeStatementType attributes = new AttributeStatementType();
        AttributeType methods = new AttributeType(ENTRA);
        methods.addAttributeValue("one");
        methods.addAttributeValue(2);
        AttributeType other = new AttributeType("amr");
        other.addAttributeValue("mfa");
        attributes.addAttribute(new AttributeStatementType.ASTChoiceType(methods));
        attributes.addAttribute(new AttributeStatementType.ASTChoiceType(other));
        assertion.addStatement(attributes);

        SignedAnswer answer = SignedAnswer.in(saml(assertion, "request")).orElseThrow();

        assertThat(answer.levels()).containsExactly(REFEDS);
        assertThat(answer.methods()).containsExactly("one");
        assertThat(answer.loggedInAt()).contains(Instant.parse("2026-02-01T12:00:00Z"));
    }

    @Test
    void assertionWithoutAZoneIsInUtcAndOneInTheFutureHasNoTime() throws Exception {
        assertThat(SignedAnswer.in(saml(assertion(REFEDS, "2026-02-01T12:00:00"), "request"))
                        .orElseThrow()
                        .loggedInAt())
                .contains(Instant.parse("2026-02-01T12:00:00Z"));
        assertThat(SignedAnswer.in(saml(assertion(REFEDS, "2999-02-01T12:00:00Z"), "request"))
                        .orElseThrow()
                        .loggedInAt())
                .isEmpty();
    }

    @Test
    void assertionThatNobodyAskedForIsNotRead() throws Exception {
        assertThat(SignedAnswer.in(saml(assertion(REFEDS, "2026-02-01T12:00:00Z"), null)))
                .isEmpty();
    }

    @Test
    void assertionWithoutAStatementSaysNothing() throws Exception {
        AssertionType empty =
                new AssertionType("id", DatatypeFactory.newInstance().newXMLGregorianCalendar("2026-02-01T12:00:00Z"));

        assertThat(SignedAnswer.in(saml(empty, "request")))
                .contains(new SignedAnswer(true, Set.of(), Set.of(), Optional.empty()));
    }

    private static BrokeredIdentityContext saml(AssertionType assertion, String requestId) {
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setAlias("elsewhere");
        provider.setEnabled(true);
        provider.getConfig().put("validateSignature", "true");
        BrokeredIdentityContext context = new BrokeredIdentityContext("there-1", provider);
        AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
        when(login.getClientNote(SamlProtocol.SAML_REQUEST_ID_BROKER)).thenReturn(requestId);
        context.setAuthenticationSession(login);
        context.getContextData().put(SAMLEndpoint.SAML_ASSERTION, assertion);
        return context;
    }

    private static AssertionType assertion(String contextClass, String instant) throws Exception {
        DatatypeFactory times = DatatypeFactory.newInstance();
        AssertionType assertion = new AssertionType("id", times.newXMLGregorianCalendar("2026-02-01T12:00:00Z"));
        AuthnStatementType login = new AuthnStatementType(times.newXMLGregorianCalendar(instant));
        AuthnContextType context = new AuthnContextType();
        AuthnContextType.AuthnContextTypeSequence sequence = new AuthnContextType.AuthnContextTypeSequence();
        sequence.setClassRef(new AuthnContextClassRefType(URI.create(contextClass)));
        context.setSequence(sequence);
        login.setAuthnContext(context);
        assertion.addStatement(login);
        return assertion;
    }
}
