package dev.tenantmfa.upstream;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.jspecify.annotations.Nullable;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.assertion.AttributeStatementType;
import org.keycloak.dom.saml.v2.assertion.AuthnContextType;
import org.keycloak.dom.saml.v2.assertion.AuthnStatementType;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Reads AuthnContext class and AuthnInstant (SAML 2.0 Core, 2.7.2) of an assertion, and the methods that Entra ID sends. */
final class AssertionReader {

    /** Attribute in which Entra ID lists how the user logged in; its AuthnContext class does not tell. */
    private static final String ENTRA_METHODS = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    private AssertionReader() {}

    /** Whether Keycloak asked for it. It cannot tell whether an assertion that was not asked for is used twice. */
    static boolean isAnswer(@Nullable AuthenticationSessionModel login) {
        return login != null && login.getClientNote(SamlProtocol.SAML_REQUEST_ID_BROKER) != null;
    }

    /** If there are several statements about the login, only the first one counts, as for Keycloak. */
    static SignedAnswer read(AssertionType assertion) {
        Optional<AuthnStatementType> login =
                statements(assertion, AuthnStatementType.class).findFirst();
        return new SignedAnswer(
                true,
                login.map(AssertionReader::contextClass).orElseGet(Set::of),
                methods(assertion),
                login.map(AuthnStatementType::getAuthnInstant).map(AssertionReader::instant));
    }

    private static Set<String> contextClass(AuthnStatementType login) {
        return Optional.ofNullable(login.getAuthnContext())
                .map(AuthnContextType::getSequence)
                .map(AuthnContextType.AuthnContextTypeSequence::getClassRef)
                .map(reference -> Set.of(String.valueOf(reference.getValue())))
                .orElseGet(Set::of);
    }

    private static Set<String> methods(AssertionType assertion) {
        return statements(assertion, AttributeStatementType.class)
                .flatMap(statement -> statement.getAttributes().stream())
                .map(AttributeStatementType.ASTChoiceType::getAttribute)
                .filter(attribute -> attribute != null && ENTRA_METHODS.equals(attribute.getName()))
                .flatMap(attribute -> attribute.getAttributeValue().stream())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toSet());
    }

    private static <T> Stream<T> statements(AssertionType assertion, Class<T> type) {
        return assertion.getStatements().stream().filter(type::isInstance).map(type::cast);
    }

    /** SAML times are in UTC (SAML 2.0 Core, 1.3.3). */
    private static Instant instant(XMLGregorianCalendar time) {
        TimeZone zone = time.getTimezone() == DatatypeConstants.FIELD_UNDEFINED ? TimeZone.getTimeZone("UTC") : null;
        return time.toGregorianCalendar(zone, null, null).toInstant();
    }
}
