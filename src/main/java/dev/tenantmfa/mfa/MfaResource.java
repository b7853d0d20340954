package dev.tenantmfa.mfa;

import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.headless.grant.MfaTokenApi;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The caller's own second factor.
 *
 * <p>A stolen access token is not enough to add, remove or replace a factor: each such call requires the password, a
 * valid code or a fresh login, and wrong guesses count against the session's budget of attempts.
 */
public final class MfaResource {

    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_PASSWORD = 1024;
    /** Longer than any allowed name, because the setup reports the rules for names. */
    private static final int LONGEST_DEVICE_NAME = 255;

    private final KeycloakSession session;
    private final MfaCall call;

    MfaResource(KeycloakSession session) {
        this.session = session;
        this.call = new MfaCall(session);
    }

    @GET
    @Path("status")
    public Response status() {
        return call.person(caller -> Views.json(Views.Status.of(MfaStatus.of(session, caller.user()))));
    }

    @POST
    @Path("setup")
    public Response setup(InputStream json) {
        return call.change(caller -> new AppSetup(session, caller)
                .begin(call.body(json, "password").optionalPassword("password", LONGEST_PASSWORD)));
    }

    @GET
    @Path("qr-code")
    public Response qrCode() {
        return call.person(caller -> new AppSetup(session, caller).picture());
    }

    @POST
    @Path("enable")
    public Response enable(InputStream json) {
        return call.change(caller -> {
            JsonBody body = call.body(json, "code", "device_name", "sign_out_others");
            boolean signOutOthers = body.optionalFlag("sign_out_others").orElse(true);
            String code = body.typed("code", LONGEST_CODE);
            @Nullable
            String name =
                    body.optionalText("device_name", 0, LONGEST_DEVICE_NAME).orElse(null);
            return new AppSetup(session, caller).confirm(code, name, signOutOthers);
        });
    }

    @POST
    @Path("disable")
    public Response disable(InputStream json) {
        return call.change(caller -> {
            JsonBody body = call.body(json, "password", "code");
            Optional<String> password = body.optionalPassword("password", LONGEST_PASSWORD);
            return new FactorChange(session, caller).disable(password, body.typed("code", LONGEST_CODE));
        });
    }

    @POST
    @Path("backup-codes/regenerate")
    public Response regenerate(InputStream json) {
        return call.change(caller -> {
            String code = call.body(json, "code").typed("code", LONGEST_CODE);
            return new FactorChange(session, caller).regenerate(code);
        });
    }

    /** Only proves possession. The session is not marked, because the holder of a token did not log in with it. */
    @POST
    @Path("verify")
    public Response verify(InputStream json) {
        return call.person(caller -> {
            String code = call.body(json, "code").typed("code", LONGEST_CODE);
            if (!SecondFactors.of(session).takesCodesOf(caller.user())) {
                return MfaCall.notEnabled();
            }
            Verification verification = CodeCheck.of(session).verifyInSession(caller.user(), caller.session(), code);
            new CallerEvents(session, caller).verified(verification);
            if (verification instanceof Verification.Accepted accepted) {
                return Views.json(new Views.Valid(true, accepted.method().id()));
            } else if (verification instanceof Verification.Rejected
                    || verification instanceof Verification.Malformed) {
                return Views.json(new Views.Valid(false, null));
            }
            return Refused.code(verification);
        });
    }

    @GET
    @Path("attempts")
    public Response attempts() {
        return call.person(caller -> {
            MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
            int max = Page.of(session.getContext().getRealm(), query).max();
            AttemptLog log = new AttemptLog(session);
            Optional<String> why = log.whyNotKept();
            if (why.isPresent()) {
                return Problem.conflict("events_not_stored", why.get()).toResponse();
            }
            List<Views.Attempt> attempts = log.of(caller.user(), Page.before(query), max).stream()
                    .map(Views.Attempt::of)
                    .toList();
            return Views.json(attempts);
        });
    }

    @Path("devices")
    public DevicesResource devices() {
        return new DevicesResource(session, call);
    }

    @GET
    @Path("authenticators")
    public Response authenticators() {
        return new MfaTokenApi(session).authenticators();
    }

    @POST
    @Path("challenge")
    public Response challenge(InputStream json) {
        return new MfaTokenApi(session).challenge(json);
    }

    @POST
    @Path("associate")
    public Response associate(InputStream json) {
        return new MfaTokenApi(session).associate(json);
    }
}
