package dev.tenantmfa.mfa.rest;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.evidence.FreshLogin;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.headless.grant.MfaTokenApi;
import dev.tenantmfa.mfa.AttemptLog;
import dev.tenantmfa.mfa.MfaStatus;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.CallerGate;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.platform.store.OwnTransaction;
import dev.tenantmfa.platform.store.SingleWriter;
import dev.tenantmfa.setup.SignOutElsewhere;
import dev.tenantmfa.setup.remote.RemoteRenewal;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * The calling person's own second factor.
 *
 * <p>A stolen access token alone neither adds, removes nor replaces a factor: each such call asks for the password, a
 * right code, or a fresh login, and what is guessed at counts against the session's budget of attempts.
 */
public final class MfaResource {

    private static final Logger LOG = Logger.getLogger(MfaResource.class);

    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_PASSWORD = 1024;
    /** Longer than any allowed one: the set-up says what a name must be like. */
    private static final int LONGEST_DEVICE_NAME = 255;

    private final KeycloakSession session;
    private final RealmApi api;

    MfaResource(KeycloakSession session) {
        this.session = session;
        this.api = RealmApi.of(session);
    }

    @GET
    @Path("status")
    public Response status() {
        return person(caller -> Views.json(Views.Status.of(MfaStatus.of(session, caller.user()))));
    }

    @POST
    @Path("setup")
    public Response setup(InputStream json) {
        return change(caller -> {
            Optional<String> password = body(json, "password").optionalPassword("password", LONGEST_PASSWORD);
            RemoteSetup setup = RemoteSetup.of(session);
            if (setup.hasFactor(caller.user())) {
                return alreadyEnabled();
            }
            requireCodeByMessage(caller);
            Optional<Verification> refusal = refusalOfPerson(caller, password);
            if (refusal.isPresent()) {
                new CallerEvents(session, caller).refused(EventType.UPDATE_CREDENTIAL, app(), refusal.get());
                return Refused.password(refusal.get());
            }
            return setup.begin(caller.user(), bindingOf(caller))
                    .map(begun -> Views.json(Views.Setup.of(begun)))
                    .orElseGet(MfaResource::alreadyEnabled);
        });
    }

    @GET
    @Path("qr-code")
    public Response qrCode() {
        return person(caller -> RemoteSetup.of(session)
                .pictureOnce(caller.user(), bindingOf(caller))
                .map(png -> Response.ok(png, "image/png").build())
                .orElseGet(() -> Problem.notFound().toResponse()));
    }

    @POST
    @Path("enable")
    public Response enable(InputStream json) {
        return change(caller -> {
            JsonBody body = body(json, "code", "device_name", "sign_out_others");
            boolean signsOut = body.optionalFlag("sign_out_others").orElse(true);
            String code = body.typed("code", LONGEST_CODE);
            @Nullable
            String name =
                    body.optionalText("device_name", 0, LONGEST_DEVICE_NAME).orElse(null);
            RemoteSetup.Confirmed confirmed = RemoteSetup.of(session)
                    .confirm(
                            caller.user(),
                            bindingOf(caller),
                            code,
                            name,
                            AttemptBudget.ofSession(caller.session()),
                            new CallerEvents(session, caller).blank());
            if (confirmed instanceof RemoteSetup.Confirmed.Enabled) {
                // As in a browser: the first code was proof of the factor, given in this session.
                SessionEvidence.add(caller.session(), Method.TOTP, KeycloakClock.now());
                if (signsOut) {
                    SignOutElsewhere.after(session, caller.user(), caller.session());
                }
                return Views.json(new Views.Enabled(true));
            } else if (confirmed instanceof RemoteSetup.Confirmed.CodeRefused refused) {
                return Refused.code(refused.verification());
            } else if (confirmed instanceof RemoteSetup.Confirmed.DeviceNameRefused refused) {
                return Problem.invalid(refused.detail()).toResponse();
            } else if (confirmed instanceof RemoteSetup.Confirmed.AlreadyEnabled) {
                return alreadyEnabled();
            } else if (confirmed instanceof RemoteSetup.Confirmed.Busy) {
                return busy();
            }
            return Problem.conflict("no_pending_setup", "No setup is pending. Start one with POST setup.")
                    .toResponse();
        });
    }

    @POST
    @Path("disable")
    public Response disable(InputStream json) {
        return change(caller -> {
            JsonBody body = body(json, "password", "code");
            Optional<String> password = body.optionalPassword("password", LONGEST_PASSWORD);
            String code = body.typed("code", LONGEST_CODE);
            if (!SingleWriter.tryHoldFactors(session, caller.user())) {
                return busy();
            }
            if (!SecondFactors.of(session).takesCodesOf(caller.user())) {
                return notEnabled();
            }
            if (MfaPolicy.strictest(session, caller.user(), null) instanceof MfaDemand.Due) {
                return Problem.forbidden("mfa_required_by_policy", "One of your tenants requires a second factor.")
                        .toResponse();
            }
            requireFactorShown(caller);
            CallerEvents events = new CallerEvents(session, caller);
            // The password first: a wrong one uses no code up.
            Optional<Verification> refusal = refusalOfPerson(caller, password);
            Verification verification = refusal.orElseGet(
                    () -> CodeCheck.of(session).verifyInSession(caller.user(), caller.session(), code));
            if (!(verification instanceof Verification.Accepted accepted)) {
                events.refused(EventType.REMOVE_CREDENTIAL, app(), verification);
                return Refused.passwordOrCode(verification);
            }
            return remove(caller, accepted) ? Views.json(new Views.Enabled(false)) : busy();
        });
    }

    @POST
    @Path("backup-codes/regenerate")
    public Response regenerate(InputStream json) {
        return change(caller -> {
            String code = body(json, "code").typed("code", LONGEST_CODE);
            if (!SecondFactors.of(session).takesCodesOf(caller.user())) {
                return notEnabled();
            }
            requireFactorShown(caller);
            RemoteRenewal.Renewal renewal = RemoteRenewal.renew(
                    session,
                    caller.user(),
                    () -> CodeCheck.of(session).verifyInSession(caller.user(), caller.session(), code),
                    new CallerEvents(session, caller).blank());
            if (renewal instanceof RemoteRenewal.Renewal.Renewed renewed) {
                return Views.json(new Views.BackupCodes(renewed.backupCodes()));
            } else if (renewal instanceof RemoteRenewal.Renewal.CodeRefused refused) {
                return Refused.code(refused.verification());
            } else if (renewal instanceof RemoteRenewal.Renewal.NoApp) {
                return Problem.conflict(
                                "no_authenticator_app",
                                "Backup codes require an authenticator app that was set up with this extension.")
                        .toResponse();
            }
            return busy();
        });
    }

    /** Proves possession and no more: the session is not marked, since whoever holds a token did not log in with it. */
    @POST
    @Path("verify")
    public Response verify(InputStream json) {
        return person(caller -> {
            String code = body(json, "code").typed("code", LONGEST_CODE);
            if (!SecondFactors.of(session).takesCodesOf(caller.user())) {
                return notEnabled();
            }
            Verification verification = CodeCheck.of(session).verifyInSession(caller.user(), caller.session(), code);
            new CallerEvents(session, caller).verified(verification);
            if (verification instanceof Verification.Accepted accepted) {
                return Views.json(new Views.Valid(true, accepted.kind().id()));
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
        return person(caller -> {
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

    /** A call that adds, replaces or removes a factor: nobody does that for somebody else. */
    private Response change(Function<Caller, Response> call) {
        return person(caller -> {
            if (Impersonation.isIn(caller.session())) {
                throw Problem.forbidden(
                                "impersonated",
                                "An administrator opened this session. Second factors cannot be changed in it.")
                        .refusal();
            }
            return call.apply(caller);
        });
    }

    private Response person(Function<Caller, Response> call) {
        // The person's own matters: what administrators may see of tenants and people does not come in.
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

    private Duration freshness() {
        return FreshLogin.age(session.getContext().getRealm());
    }

    /** Whose verified address is a factor has one without a set-up; an app must not be a way around it. */
    private void requireCodeByMessage(Caller caller) {
        if (SecondFactors.of(session).isConfiguredFor(caller.user())
                && SessionEvidence.of(session, caller.session()).isEmpty()) {
            throw Problem.stepUp(freshness()).refusal();
        }
    }

    /** A session from before the first factor, in which none was shown, may be someone else's. */
    private void requireFactorShown(Caller caller) {
        boolean older = !SecondFactors.of(session)
                .hadAnyBefore(
                        caller.user(), Instant.ofEpochSecond(caller.session().getStarted()));
        if (older && SessionEvidence.of(session, caller.session()).isEmpty()) {
            throw Problem.stepUp(freshness()).refusal();
        }
    }

    /**
     * Makes sure of the person: by the password, or where the account has none by a fresh login.
     *
     * @return why the password was not accepted; empty if it was right, or the login is fresh
     * @throws dev.tenantmfa.platform.rest.Refusal 400 where the password is missing, 401 where the login is too old
     */
    private Optional<Verification> refusalOfPerson(Caller caller, Optional<String> password) {
        if (caller.user().credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            String given = password.orElseThrow(
                    () -> Problem.invalid("password is missing.").refusal());
            return CodeCheck.of(session).refusalOfPassword(caller.user(), caller.session(), given);
        }
        if (!FreshLogin.isIn(caller.session())) {
            throw Problem.loginAgain(freshness()).refusal();
        }
        return Optional.empty();
    }

    /**
     * In a transaction of its own: the code may just have changed the credentials, which this one has read already.
     *
     * @return false, with nothing removed, where a login used one of them at the same moment
     */
    private boolean remove(Caller caller, Verification.Accepted proof) {
        try {
            OwnTransaction.call(session, "tenant-mfa removal", own -> {
                RealmModel realm =
                        own.realms().getRealm(session.getContext().getRealm().getId());
                own.getContext().setRealm(realm);
                UserModel person = own.users().getUserById(realm, caller.user().getId());
                if (person != null) {
                    List<CredentialModel> removed = FactorRemoval.removeAll(own, person);
                    EventBuilder event = new CallerEvents(own, caller).blank().event(EventType.REMOVE_CREDENTIAL);
                    FactorEvents.describe(session, event, proof);
                    mostTelling(removed)
                            .ifPresent(one -> event.detail(Details.CREDENTIAL_TYPE, one.getType())
                                    .detail(Details.CREDENTIAL_ID, one.getId()));
                    event.success();
                }
                return true;
            });
            return true;
        } catch (OwnTransaction.Conflict e) {
            return false;
        }
    }

    private String app() {
        return InstalledFactors.of(session).typeOf(FactorKind.TOTP).orElse("");
    }

    /** The app where there was one: whoever reads events looks for it, and what goes with it follows. */
    private Optional<CredentialModel> mostTelling(List<CredentialModel> removed) {
        return removed.stream()
                .filter(credential -> app().equals(credential.getType()))
                .findFirst()
                .or(() -> removed.stream().findFirst());
    }

    /** The token's session: what somebody began with another session's token is not to be had with this one's. */
    private static String bindingOf(Caller caller) {
        return "session/" + caller.session().getId();
    }

    private JsonBody body(InputStream json, String... fields) {
        return JsonBody.read(session.getContext().getRequestHeaders(), json, fields);
    }

    private static Response alreadyEnabled() {
        return Problem.conflict("mfa_already_enabled", "You already have a second factor.")
                .toResponse();
    }

    private static Response notEnabled() {
        return Problem.conflict("mfa_not_enabled", "You have no authenticator app and no backup codes.")
                .toResponse();
    }

    private static Response busy() {
        return Problem.conflict("busy", "Another change of your second factor is in progress. Try again.")
                .toResponse();
    }
}
