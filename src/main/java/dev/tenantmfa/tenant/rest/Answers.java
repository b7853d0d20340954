package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Members;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lifecycle.Taking;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Responses that several calls share. */
final class Answers {

    private Answers() {}

    static Response json(Object body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
    }

    static Response created(URI location, Object body) {
        return Response.created(location)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }

    static Response count(long count) {
        return json(new Count(count));
    }

    static Response done() {
        return Response.noContent().build();
    }

    /** The tenant that now has the name; otherwise a 409. */
    static Tenant taken(Taking taking) {
        if (taking instanceof Taking.Taken taken) {
            return taken.tenant();
        }
        if (taking instanceof Taking.EmailInUse) {
            throw Problem.conflict("tenant_email_in_use", "Another tenant has this email address.")
                    .refusal();
        }
        if (taking instanceof Taking.TooMany many) {
            throw Problem.conflict(
                            "too_many_tenants", "A user can create at most " + many.most() + " tenants in this realm.")
                    .refusal();
        }
        throw Problem.conflict("tenant_name_in_use", "Another tenant has this name.")
                .refusal();
    }

    /** Throws a 409 if the change was not made. */
    static void requireDone(Members.Change change) {
        if (change == Members.Change.LAST_OWNER) {
            throw Problem.conflict("last_owner", "The tenant must keep at least one active owner.")
                    .refusal();
        }
    }

    record Count(@JsonProperty("count") long count) {}
}
