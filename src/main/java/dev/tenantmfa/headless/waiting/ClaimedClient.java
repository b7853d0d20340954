package dev.tenantmfa.headless.waiting;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.BasicAuthHelper;

/**
 * Reads which client a request claims to come from: {@code client_id}, HTTP basic authentication (RFC 6749, 2.3.1) or a
 * JWT (RFC 7523, 2.2). Keycloak looks that client up in the database. With a NUL in the name, the query and with it the
 * request fail on PostgreSQL.
 */
public final class ClaimedClient {

    private static final char NUL = 0;

    private ClaimedClient() {}

    /**
     * Whether such a client can exist, so that Keycloak may look it up. Input that cannot be parsed passes; Keycloak
     * refuses it itself.
     */
    public static boolean mayExist(HttpRequest request) {
        MultivaluedMap<String, String> form = request.getDecodedFormParameters();
        Stream<String> fields = form.getOrDefault(OAuth2Constants.CLIENT_ID, List.of()).stream();
        Stream<String> assertion = namesIn(form.getFirst(OAuth2Constants.CLIENT_ASSERTION));
        Stream<String> header = nameIn(request.getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION));
        return Stream.of(fields, assertion, header).flatMap(names -> names).noneMatch(name -> name.indexOf(NUL) >= 0);
    }

    private static Stream<String> nameIn(@Nullable String authorization) {
        if (authorization == null) {
            return Stream.empty();
        }
        try {
            String[] nameAndSecret = BasicAuthHelper.RFC6749.parseHeader(authorization);
            return nameAndSecret == null ? Stream.empty() : Stream.of(nameAndSecret[0]);
        } catch (IllegalArgumentException e) {
            // Invalid escape sequence.
            return Stream.empty();
        }
    }

    private static Stream<String> namesIn(@Nullable String assertion) {
        if (assertion == null) {
            return Stream.empty();
        }
        try {
            JsonWebToken token = new JWSInput(assertion).readJsonContent(JsonWebToken.class);
            return Stream.of(Optional.ofNullable(token.getSubject()), Optional.ofNullable(token.getIssuer()))
                    .flatMap(Optional::stream);
        } catch (JWSInputException e) {
            return Stream.empty();
        }
    }
}
