package dev.tenantmfa.headless.challenge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.utils.RedirectUtils;

/**
 * Chooses the redirect URI that client policies see for a request without one, because they require it. It is one of
 * the client's registered URIs, in the form in which a client would send it.
 */
final class PolicyRedirect {

    /** Native applications send their loopback address with any port (RFC 8252, 7.3). */
    private static final int SOME_PORT = 49152;

    private PolicyRedirect() {}

    /** Prefers a URI that is not a loopback address. Without a suitable one, the address of the challenge endpoint. */
    static String of(KeycloakSession session, ClientModel client) {
        Optional<String> registered =
                RedirectUtils.resolveValidRedirects(
                                session, client.getRootUrl(), new HashSet<>(client.getRedirectUris()))
                        .stream()
                        .filter(uri -> !uri.contains("*") && parse(uri).isPresent())
                        .min(Comparator.comparing(PolicyRedirect::isLoopback).thenComparing(Comparator.naturalOrder()));
        return registered
                .map(uri -> isLoopback(uri) ? withPort(uri) : uri)
                .orElseGet(() -> ChallengeAddress.of(session));
    }

    private static boolean isLoopback(String uri) {
        String host = parse(uri).map(URI::getHost).orElse(null);
        return host != null && (host.startsWith("127.") || host.equals("[::1]") || host.equals("localhost"));
    }

    private static String withPort(String uri) {
        return parse(uri)
                .filter(loopback -> loopback.getPort() < 0)
                .map(loopback -> uri.replaceFirst(
                        Pattern.quote(loopback.getRawAuthority()), loopback.getRawAuthority() + ":" + SOME_PORT))
                .orElse(uri);
    }

    private static Optional<URI> parse(String uri) {
        try {
            return Optional.of(new URI(uri));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
