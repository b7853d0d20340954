package dev.tenantmfa.tenant.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor;
import org.keycloak.protocol.oidc.endpoints.request.AuthzEndpointRequestParser;
import org.keycloak.protocol.oidc.endpoints.request.RequestUriType;
import org.keycloak.protocol.oidc.par.endpoints.request.AuthzEndpointParParser;
import org.keycloak.utils.StringUtil;

/**
 * Keeps the parameter {@code tenant} of an authorization request. Keycloak keeps five parameters that it does not know,
 * in no particular order, and silently drops the others; this one decides which tenant the login is for. It is read
 * where Keycloak reads it: from the request object, else from the pushed request, else from query or form.
 */
record TenantParameter(KeycloakSession session) implements AuthorizationEndpointCheckProvider {

    /** Longest name or e-mail address of a tenant; Keycloak's limit for a parameter is higher. */
    private static final int LONGEST = 400;

    @Override
    public void check(AuthorizationEndpointChecker request) {
        Map<String, String> kept = request.getAuthorizationEndpointRequest().getAdditionalReqParams();
        sent(request.getQueryParams())
                .map(StringUtil::removeControlCharacters)
                .filter(value -> !value.isBlank())
                // Too long for a tenant, but must not be dropped: it does not name any tenant.
                .map(value -> value.length() <= LONGEST ? value : value.substring(0, LONGEST))
                .ifPresent(value -> kept.put(Entrance.PARAMETER, value));
    }

    private Optional<String> sent(@Nullable MultivaluedMap<String, String> parameters) {
        Object object = session.getAttribute(AuthzEndpointRequestParser.AUTHZ_REQUEST_OBJECT);
        if (object instanceof JsonNode claims && claims.hasNonNull(Entrance.PARAMETER)) {
            return Optional.of(claims.get(Entrance.PARAMETER).asText());
        }
        if (parameters == null) {
            return Optional.empty();
        }
        Optional<String> pushed = Optional.ofNullable(parameters.getFirst(OIDCLoginProtocol.REQUEST_URI_PARAM))
                .flatMap(this::pushed);
        return pushed.isPresent() ? pushed : Optional.ofNullable(parameters.getFirst(Entrance.PARAMETER));
    }

    /** Keycloak keeps a pushed request until its login ends. */
    private Optional<String> pushed(String requestUri) {
        if (AuthorizationEndpointRequestParserProcessor.getRequestUriType(requestUri) != RequestUriType.PAR) {
            return Optional.empty();
        }
        Map<String, String> request = AuthzEndpointParParser.getRequestObject(session, requestUri);
        // Parameters pushed together with a request object do not count (RFC 9126, 3).
        return request == null || request.get(OIDCLoginProtocol.REQUEST_PARAM) != null
                ? Optional.empty()
                : Optional.ofNullable(request.get(Entrance.PARAMETER));
    }

    @Override
    public void close() {}

    /** Registers the provider with Keycloak. */
    @AutoService(AuthorizationEndpointCheckProviderFactory.class)
    public static final class Factory
            implements AuthorizationEndpointCheckProviderFactory, WithoutLifecycle<AuthorizationEndpointCheckProvider> {

        @Override
        public AuthorizationEndpointCheckProvider create(KeycloakSession session) {
            return new TenantParameter(session);
        }

        @Override
        public String getId() {
            return "tmfa-tenant-parameter";
        }

        @Override
        public boolean isSupported(Config.Scope config) {
            return true;
        }
    }
}
