package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Tenant;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/** OAuth error answers (RFC 6749, 5.2) of a password grant that is refused for its tenant. */
final class DirectGrantAnswers {

    private DirectGrantAnswers() {}

    /** The very answer of Keycloak to a wrong password, to the letter. */
    static Response invalidCredentials() {
        return answer("invalid_grant", "Invalid user credentials");
    }

    /** Only after a right password. */
    static Response suspended(Tenant tenant) {
        return answer("invalid_grant", "Access to " + tenant.name() + " is suspended");
    }

    /** The person belongs to several tenants. */
    static Response tenantRequired() {
        return answer("invalid_request", "tenant_required: name the tenant in the parameter tenant");
    }

    private static Response answer(String error, String description) {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(error, description))
                .build();
    }
}
