package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;

/** A login for a SAML service provider: by the POST binding in a browser, or by the ECP profile without one. */
final class SamlLogin extends PageLogin {

    SamlLogin(MatrixRealm matrix, Visitor visitor, Person person) {
        super(matrix, visitor, matrix.client().authorization(), person);
    }

    @Override
    WebPage again() {
        String request = Base64.getEncoder().encodeToString(authnRequest(matrix).getBytes(StandardCharsets.UTF_8));
        return visitor.post(endpoint(matrix), Map.of("SAMLRequest", request));
    }

    @Override
    Outcome outcome(WebPage end) {
        Element field = end.html().isEmpty() ? null : end.document().selectFirst("input[name=SAMLResponse]");
        if (field == null) {
            return super.outcome(end);
        }
        String response = new String(Base64.getMimeDecoder().decode(field.val()), StandardCharsets.UTF_8);
        return outcome(response);
    }

    /** One request of the ECP profile, with the password by HTTP Basic. */
    static Outcome byEcp(MatrixRealm matrix, Person person) {
        String envelope = "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>"
                + authnRequest(matrix) + "</S:Body></S:Envelope>";
        Answer answer = Http.send(HttpRequest.newBuilder(endpoint(matrix))
                .header("Content-Type", "text/xml")
                .header("Authorization", GrantLogin.basic(person))
                .POST(BodyPublishers.ofString(envelope)));
        return outcome(answer.text());
    }

    private static Outcome outcome(String response) {
        boolean asserted = response.matches("(?s).*<(\\w+:)?(Encrypted)?Assertion[\\s>].*");
        return Outcome.of(asserted ? Outcome.Kind.TOKENS : Outcome.Kind.OTHER, response);
    }

    private static URI endpoint(MatrixRealm matrix) {
        return URI.create(matrix.issuer() + "/protocol/saml");
    }

    private static String authnRequest(MatrixRealm matrix) {
        return "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"id-" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\""
                + matrix.keycloak.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                + "\" Destination=\"" + endpoint(matrix)
                + "\" AssertionConsumerServiceURL=\"" + MatrixRealm.SAML_ADDRESS
                + "\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\">"
                + "<saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">" + MatrixRealm.SAML_CLIENT
                + "</saml:Issuer></samlp:AuthnRequest>";
    }
}
