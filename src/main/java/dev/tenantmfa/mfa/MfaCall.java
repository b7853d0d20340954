package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.CallerGate;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;

/** Shared by all calls about the caller's own second factor: access checks and common answers. */
final class MfaCall {

    private static final Logger LOG = Logger.getLogger(MfaCall.class);

    private final KeycloakSession session;
    private final RealmApi api;

    MfaCall(KeycloakSession session) {
        this.session = session;
        this.api = RealmApi.of(session);
    }

    /**
     * A call that adds, replaces or removes a factor. Refused in a session that an administrator opened by
     * impersonation.
     */
    Response change(Function<Caller, Response> call) {
        return person(caller -> {
            Impersonation.refuseChangesIn(caller.session());
            return call.apply(caller);
        });
    }

    /** Any call of a user. */
    Response person(Function<Caller, Response> call) {
        // The call concerns only the caller, so the filters for administrators' permissions do not apply.
        return api.answer(caller -> AdminPermissionsSchema.runWithoutAuthorization(session, (Supplier<Response>) () -> {
            CallerGate.admit(session, caller);
            try {
                return call.apply(caller);
            } catch (SealException e) {
                LOG.errorf(
                        "No second factor can be set up in realm %s: %s",
                        session.getContext().getRealm().getName(), e.getMessage());
                throw Problem.conflict(
                                "setup_unavailable",
                                "A second factor cannot be set up at the moment. Ask your administrator.")
                        .refusal();
            }
        }));
    }

    JsonBody body(InputStream json, String... fields) {
        return JsonBody.read(session.getContext().getRequestHeaders(), json, fields);
    }

    static Response alreadyEnabled() {
        return Problem.conflict("mfa_already_enabled", "You already have a second factor.")
                .toResponse();
    }

    static Response notEnabled() {
        return Problem.conflict("mfa_not_enabled", "You have no authenticator app and no backup codes.")
                .toResponse();
    }

    static Response busy() {
        return Problem.conflict("busy", "Another change of your second factor is in progress. Try again.")
                .toResponse();
    }
}
