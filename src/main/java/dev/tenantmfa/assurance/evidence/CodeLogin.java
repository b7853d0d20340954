package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.KeycloakClock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** A step of a login that asks for a code. Writes the evidence and step mark for all such steps. */
public final class CodeLogin {

    private final AuthenticationFlowContext context;
    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final FactorKind asksFor;

    /** @param asksFor the kind of codes by which Keycloak finds the step in a flow */
    public CodeLogin(AuthenticationFlowContext context, FactorKind asksFor) {
        this.context = context;
        this.session = context.getSession();
        this.login = context.getAuthenticationSession();
        this.asksFor = asksFor;
    }

    /** Whether another step of this login already asked, such as one of a level of authentication. */
    public boolean hasShownFactor() {
        return !SessionEvidence.shownIn(session, login).isEmpty();
    }

    /**
     * Whether this step asked for the posted answer. Keycloak only lets such answers through; if that ever changes, the
     * step must ask first.
     */
    public boolean wasAsked() {
        return login.getExecutionStatus().get(context.getExecution().getId()) == ExecutionStatus.CHALLENGED;
    }

    public void describe(Verification verification) {
        FactorEvents.describe(session, context.getEvent(), verification);
    }

    /** Checks a typed code of these kinds and describes the result in the event of the login. */
    public Verification verify(@Nullable String raw, Set<FactorKind> kinds) {
        Verification verification =
                CodeCheck.of(session).verify(context.getUser(), CookieLogin.budgetOf(session, login), raw, kinds);
        describe(verification);
        return verification;
    }

    /** Notes that a code was accepted, which the event of the login describes. The step goes on. */
    public void accept(Verification.Accepted accepted) {
        FactorEvents.keep(context.getEvent(), login);
        SessionEvidence.add(login, accepted.method(), KeycloakClock.now());
    }

    /** Ends the step with a code that was accepted. */
    public void succeed(Verification.Accepted accepted) {
        accept(accepted);
        pass();
    }

    /** Ends the step without a code: the login has shown a second factor already, or has just set one up. */
    public void pass() {
        StepMark.set(login);
        InstalledFactors.of(session).typeOf(asksFor).ifPresent(type -> LevelOfAuthentication.reached(context, type));
        // The category that Keycloak's brute-force protector knows: a success clears the failures reported as otp.
        context.success(OTPCredentialModel.TYPE);
    }

    /** @return whether the code was refused, so that the login's event is now an error */
    public boolean reportError(Verification verification) {
        Optional<String> error = FactorEvents.errorOf(verification);
        error.ifPresent(text -> context.getEvent().user(context.getUser()).error(text));
        return error.isPresent();
    }

    /** The flow error by which Keycloak tells a refused code from a locked user. */
    public static AuthenticationFlowError errorOf(Verification verification) {
        return verification instanceof Verification.Locked
                ? AuthenticationFlowError.USER_TEMPORARILY_DISABLED
                : AuthenticationFlowError.INVALID_CREDENTIALS;
    }
}
