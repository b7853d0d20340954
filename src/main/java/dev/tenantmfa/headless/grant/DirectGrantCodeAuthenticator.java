package dev.tenantmfa.headless.grant;

import dev.tenantmfa.assurance.evidence.CodeLogin;
import dev.tenantmfa.assurance.evidence.ExemptLogin;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.headless.waiting.CodeStep;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.DpopKey;
import dev.tenantmfa.headless.waiting.LoginRequest;
import dev.tenantmfa.headless.waiting.MfaErrors;
import dev.tenantmfa.headless.waiting.Need;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.headless.waiting.Proof;
import dev.tenantmfa.setup.SignOutElsewhere;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

import static dev.tenantmfa.assurance.flow.FlowStep.ASK_EVERYBODY;

/**
 * The second factor in a direct grant flow: decides whether one is needed ({@link SecondFactorNeed}) and verifies it, a
 * TOTP or backup code in the parameter {@code totp} or {@code otp} of a password grant, or the proof of a login that
 * continues. Place it after the password.
 */
final class DirectGrantCodeAuthenticator implements Authenticator {

    private final SecondFactors factors;

    DirectGrantCodeAuthenticator(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<LoginRequest> request = LoginRequest.in(context.getHttpRequest());
        Need need = new SecondFactorNeed(context, asksEverybody(context)).next();
        if (need instanceof Need.Nothing nothing) {
            end(context, nothing);
        } else if (need instanceof Need.Browser browser) {
            request.ifPresent(waiting -> waiting.reached(new CodeStep(need, new Verification.Missing(), null)));
            refuse(context, browser);
        } else if (need instanceof Need.Code code) {
            check(context, request, code);
        } else if (request.flatMap(waiting -> setUp(context, waiting)).isEmpty()) {
            // This is not a failed attempt, so none is counted. The answer tells the client what to do.
            request.ifPresent(waiting -> waiting.reached(new CodeStep(need, new Verification.Missing(), null)));
            context.challenge(MfaErrors.enrolmentRequired(tokenFor(context, request)));
        }
    }

    private static boolean asksEverybody(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        return ASK_EVERYBODY.in(config == null ? null : config.getConfig());
    }

    private static void end(AuthenticationFlowContext context, Need.Nothing need) {
        CodeLogin codes = codes(context);
        if (codes.hasShownFactor()) {
            codes.pass();
            return;
        }
        if (need.exempt()) {
            ExemptLogin.note(context.getAuthenticationSession());
        }
        StepMark.set(context.getAuthenticationSession());
        context.success();
    }

    private void check(AuthenticationFlowContext context, Optional<LoginRequest> request, Need.Code need) {
        Proof proof = request.map(LoginRequest::proof)
                .orElseGet(() -> typed(context.getHttpRequest().getDecodedFormParameters()));
        Verification verification = orBlocked(
                proof.check(CodeCheck.of(context.getSession()), context.getUser(), need.kinds()), context.getUser());
        if (verification instanceof Verification.Accepted accepted
                && need.methods().contains(accepted.method())) {
            accepted(context, accepted);
            return;
        }
        if (verification instanceof Verification.Accepted accepted) {
            // The policy changed after the code was sent.
            verification = new Verification.Rejected(SecondFactor.Reason.WRONG, accepted.method());
        }
        codes(context).describe(verification);
        MessageCodes.Sending sending =
                verification instanceof Verification.Expired ? sendAgain(context, request.orElseThrow(), need) : null;
        CodeStep step = new CodeStep(need, verification, sending);
        request.ifPresent(waiting -> waiting.reached(step));
        if (verification instanceof Verification.Missing) {
            context.challenge(MfaErrors.codeRequired(need.kinds(), tokenFor(context, request)));
        } else if (verification instanceof Verification.Expired) {
            context.challenge(MfaErrors.expired(sending));
        } else {
            refused(context, proof, verification);
        }
    }

    /** Only a browser can go on, and an app must not bypass what it would ask for. This is not a failed attempt. */
    private static void refuse(AuthenticationFlowContext context, Need.Browser need) {
        context.getEvent()
                .user(context.getUser())
                .detail(Details.REASON, need.reason())
                .error(Errors.ACCESS_DENIED);
        context.challenge(Denial.invalidGrant(need.description()).token());
    }

    /** Users who may not try a code now learn that before one is requested. */
    private Verification orBlocked(Verification verification, UserModel person) {
        return verification instanceof Verification.Missing
                ? factors.retryAfter(person)
                        .<Verification>map(Verification.Blocked::new)
                        .orElse(verification)
                : verification;
    }

    /**
     * Confirms a setup that started in this login with the first code of the app.
     *
     * @return empty, without an answer, if no setup is pending
     */
    private static Optional<RemoteSetup.Confirmed> setUp(AuthenticationFlowContext context, LoginRequest request) {
        RemoteSetup setup = RemoteSetup.of(context.getSession());
        String binding = request.pending().setup();
        Optional<String> code = request.proof().firstCode();
        if (code.isEmpty() || !setup.isPending(context.getUser())) {
            return Optional.empty();
        }
        RemoteSetup.Confirmed confirmed = setup.confirm(
                context.getUser(), binding, code.get(), null, AttemptBudget.ofLogins(), context.getEvent());
        if (confirmed instanceof RemoteSetup.Confirmed.NothingBegun) {
            return Optional.empty();
        } else if (confirmed instanceof RemoteSetup.Confirmed.Enabled enabled) {
            SignOutElsewhere.after(context.getSession(), context.getUser(), null);
            Verification.Accepted accepted = new Verification.Accepted(FactorKind.TOTP, enabled.credentialId());
            FactorEvents.mention(context.getSession(), context.getEvent(), accepted);
            codes(context).succeed(accepted);
        } else if (confirmed instanceof RemoteSetup.Confirmed.CodeRefused refused) {
            FactorEvents.mention(context.getSession(), context.getEvent(), refused.verification());
            refuseSetup(context, request, refused.verification());
        } else {
            // Another request with the code was faster.
            Verification used = new Verification.Rejected(SecondFactor.Reason.USED, Method.TOTP);
            codes(context).describe(used);
            refuseSetup(context, request, used);
        }
        return Optional.of(confirmed);
    }

    private static void refuseSetup(AuthenticationFlowContext context, LoginRequest request, Verification refusal) {
        request.reached(new CodeStep(new Need.App(), refusal, null));
        refused(context, request.proof(), refusal);
    }

    private static void accepted(AuthenticationFlowContext context, Verification.Accepted accepted) {
        CodeLogin codes = codes(context);
        codes.describe(accepted);
        codes.succeed(accepted);
    }

    private static CodeLogin codes(AuthenticationFlowContext context) {
        return new CodeLogin(context, FactorKind.TOTP);
    }

    private static void refused(AuthenticationFlowContext context, Proof proof, Verification verification) {
        codes(context).reportError(verification);
        if (proof.isGiven() && !(verification instanceof Verification.Malformed)) {
            context.failure(
                    AuthenticationFlowError.INVALID_CREDENTIALS,
                    Denial.of(verification).token());
        } else {
            // No code was checked, so this does not count as a failure.
            context.challenge(Denial.of(verification).token());
        }
    }

    private static Proof typed(MultivaluedMap<String, String> parameters) {
        String code = parameters.getFirst("totp");
        return new Proof.Typed(CodeInput.of(code).isEmpty() ? parameters.getFirst("otp") : code);
    }

    /** The token with which a password grant continues; null if the login already has a handle. */
    private static @Nullable String tokenFor(AuthenticationFlowContext context, Optional<LoginRequest> request) {
        if (request.isPresent()) {
            return null;
        }
        KeycloakSession session = context.getSession();
        PendingLogin pending = PendingLogin.of(
                session, context.getAuthenticationSession(), DpopKey.of(session).orElse(null));
        return PendingLogins.ofPasswordGrant(session).begin(pending);
    }

    private static MessageCodes.@Nullable Sending sendAgain(
            AuthenticationFlowContext context, LoginRequest request, Need.Code need) {
        PendingLogin pending = request.pending();
        List<String> destinations = need.destinations(context.getSession(), context.getUser()).stream()
                .map(MessageCodes.Destination::id)
                .toList();
        return MessageCodes.of(context.getSession())
                .flatMap(codes -> pending.lastMessageTo()
                        .filter(destinations::contains)
                        .map(destination -> codes.send(context.getUser(), pending.id(), destination)))
                .orElse(null);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /** Always true, because this step also answers users who must have a second factor and have none. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
