package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.WebPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** An application that speaks SAML 2.0 and signs nothing. */
public final class SamlServiceProvider {
    /** Its client id. */
    public static final String ID = "urn:example:service-provider";

    private static final String CONSUMER = "http://localhost:9/saml";
    private static final String ENVELOPE =
            "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>%s</S:Body></S:Envelope>";

    private final URI endpoint;

    private SamlServiceProvider(URI endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Registers it.
     *
     * @param server the server's root
     * @param more   attributes of the client beside those that switch all signatures off
     */
    public static SamlServiceProvider create(URI server, RealmAdmin realm, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "saml.client.signature", "false",
                "saml.server.signature", "false",
                "saml.assertion.signature", "false",
                "saml.encrypt", "false",
                "saml.force.post.binding", "true",
                "saml.authnstatement", "true",
                "saml.allow.ecp.flow", "true"));
        attributes.putAll(more);
        realm.createClient(Map.of(
                "clientId",
                ID,
                "protocol",
                "saml",
                "redirectUris",
                List.of(CONSUMER),
                "frontchannelLogout",
                true,
                "attributes",
                attributes));
        return new SamlServiceProvider(URI.create(server + "/realms/" + realm.name() + "/protocol/saml"));
    }

    /** Where to send the browser. */
    public URI login() {
        return login(false);
    }

    /** The same for a login that asks the user for nothing. */
    URI silentLogin() {
        return login(true);
    }

    private URI login(boolean passive) {
        return URI.create(endpoint + "?RelayState=kept&SAMLRequest=" + Http.encode(deflated(request(passive))));
    }

    /** A login without a browser (Enhanced Client or Proxy profile). */
    Answer ecp(Person person) {
        String credentials = person.username() + ":" + person.password();
        return Http.send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "text/xml")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.ofString(String.format(ENVELOPE, request(false)))));
    }

    /** What the artifact stands for that a page would post to the application. */
    Answer resolve(WebPage page) {
        String artifact = field(page, "SAMLart");
        String resolve = "<samlp:ArtifactResolve xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now() + "\" Destination=\"" + endpoint
                + "/resolve\"><saml:Issuer>" + ID + "</saml:Issuer><samlp:Artifact>" + artifact
                + "</samlp:Artifact></samlp:ArtifactResolve>";
        return Http.send(HttpRequest.newBuilder(URI.create(endpoint + "/resolve"))
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString(String.format(ENVELOPE, resolve))));
    }

    /** The XML of the response that a page would post to the application. */
    public static String response(WebPage page) {
        return new String(Base64.getMimeDecoder().decode(field(page, "SAMLResponse")), StandardCharsets.UTF_8);
    }

    private static String field(WebPage page, String name) {
        String value = page.document().select("input[name=" + name + "]").attr("value");
        if (value.isEmpty()) {
            throw new AssertionError("No " + name + " at " + page.uri() + ": " + page.text());
        }
        return value;
    }

    private String request(boolean passive) {
        return "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now() + "\" Destination=\"" + endpoint
                + "\" IsPassive=\"" + passive + "\" AssertionConsumerServiceURL=\"" + CONSUMER
                + "\"><saml:Issuer>" + ID + "</saml:Issuer></samlp:AuthnRequest>";
    }

    private static String deflated(String xml) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            deflater.write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
