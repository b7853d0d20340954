package dev.tenantmfa.headless.grant;

import dev.tenantmfa.assurance.evidence.CodeLogin;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.MessageCodes;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.headless.waiting.CodeStep;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.DpopKey;
import dev.tenantmfa.headless.waiting.LoginRequest;
import dev.tenantmfa.headless.waiting.MfaErrors;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.headless.waiting.Proof;
import dev.tenantmfa.setup.SignOutElsewhere;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Verifies the second factor in a direct grant flow: a TOTP or backup code in the parameter {@code totp} or {@code otp}
 * of a password grant, or the proof of a login that continues. Place it after the password.
 */
final class DirectGrantCodeAuthenticator implements Authenticator {

    private final SecondFactors factors;

    DirectGrantCodeAuthenticator(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<LoginRequest> request = LoginRequest.in(context.getHttpRequest());
        Set<FactorKind> kinds = factors.kindsOf(context.getUser());
        if (kinds.isEmpty() && FactorRemoval.hasSecurityKey(context.getUser())) {
            request.ifPresent(door -> door.reached(new CodeStep(kinds, new Verification.Missing(), null)));
            refuseKey(context);
            return;
        }
        if (kinds.isEmpty() && request.flatMap(door -> setUp(context, door)).isPresent()) {
            return;
        }
        if (kinds.isEmpty()) {
            // This is not a failed attempt, so none is counted. The answer tells the client what to do.
            request.ifPresent(door -> door.reached(new CodeStep(kinds, new Verification.Missing(), null)));
            context.challenge(MfaErrors.enrolmentRequired(tokenFor(context, request)));
            return;
        }
        Proof proof = request.map(LoginRequest::proof)
                .orElseGet(() -> typed(context.getHttpRequest().getDecodedFormParameters()));
        Verification verification =
                orBlocked(proof.check(CodeCheck.of(context.getSession()), context.getUser()), context.getUser());
        if (verification instanceof Verification.Accepted accepted) {
            accepted(context, accepted);
            return;
        }
        codes(context).describe(verification);
        MessageCodes.Sending sending =
                verification instanceof Verification.Expired ? sendAgain(context, request.orElseThrow()) : null;
        request.ifPresent(door -> door.reached(new CodeStep(kinds, verification, sending)));
        if (verification instanceof Verification.Missing) {
            context.challenge(MfaErrors.codeRequired(EnumSet.copyOf(kinds), tokenFor(context, request)));
        } else if (verification instanceof Verification.Expired) {
            context.challenge(MfaErrors.expired(sending));
        } else {
            refused(context, proof, verification);
        }
    }

    /** Only a browser can ask for a security key, and an app must not bypass it. */
    private static void refuseKey(AuthenticationFlowContext context) {
        context.getEvent()
                .user(context.getUser())
                .detail(Details.REASON, "security_key_required")
                .error(Errors.ACCESS_DENIED);
        context.challenge(
                Denial.invalidGrant("This account logs in with a security key, which only a browser can ask for.")
                        .token());
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
            accepted(context, new Verification.Accepted(FactorKind.TOTP, enabled.credentialId()));
        } else {
            Verification refusal = confirmed instanceof RemoteSetup.Confirmed.CodeRefused refused
                    ? refused.verification()
                    // Another request with the code was faster.
                    : new Verification.Rejected(SecondFactor.Reason.USED, FactorKind.TOTP);
            request.reached(new CodeStep(Set.of(), refusal, null));
            codes(context).describe(refusal);
            refused(context, request.proof(), refusal);
        }
        return Optional.of(confirmed);
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

    private static MessageCodes.@Nullable Sending sendAgain(AuthenticationFlowContext context, LoginRequest request) {
        PendingLogin pending = request.pending();
        return MessageCodes.of(context.getSession())
                .flatMap(codes -> pending.lastMessageTo()
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
