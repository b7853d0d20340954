package dev.tenantmfa.tenant.login;

import dev.tenantmfa.platform.rest.RetryAfter;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.SignUp;
import dev.tenantmfa.tenant.name.ShownName;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/** OAuth error responses (RFC 6749, 5.2) for a password grant that is refused because of its tenant. */
final class DirectGrantAnswers {

    private DirectGrantAnswers() {}

    /** Exactly Keycloak's own response to a wrong password. */
    static Response invalidCredentials() {
        return answer("invalid_grant", "Invalid user credentials");
    }

    /** Keycloak's own response; only after a valid password. */
    static Response disabled() {
        return answer("invalid_grant", "Account disabled");
    }

    static Response missing(String parameter) {
        return answer("invalid_request", "Missing parameter: " + parameter);
    }

    /** Why an account and its tenant were not created. */
    static Response ofSignUp(SignUp.Outcome outcome) {
        if (outcome instanceof SignUp.Outcome.AccountRefused refused) {
            return answer("invalid_grant", refused.reason());
        } else if (outcome instanceof SignUp.Outcome.TenantNameRefused refused) {
            return answer("invalid_request", refused.reason());
        } else if (outcome instanceof SignUp.Outcome.TooMany many) {
            return RetryAfter.on(Response.status(Response.Status.TOO_MANY_REQUESTS), many.retryAfter())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new OAuth2ErrorRepresentation("too_many_attempts", "Too many sign-ups. Try again later."))
                    .build();
        }
        throw new IllegalArgumentException("no refusal: " + outcome);
    }

    /** Only after a valid password. */
    static Response suspended(Tenant tenant) {
        return answer("invalid_grant", "Access to " + ShownName.in(tenant.name()) + " is suspended");
    }

    /** Only after a valid password. */
    static Response deleted(Tenant tenant) {
        return answer("invalid_grant", "The organization " + ShownName.in(tenant.name()) + " was deleted");
    }

    /** The user belongs to several tenants. */
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
