package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.store.SingleWriter;
import dev.tenantmfa.setup.remote.RemoteRemoval;
import dev.tenantmfa.setup.remote.RemoteRenewal;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** Removes the caller's second factors or replaces the backup codes. Both require a code. */
final class FactorChange {

    private final KeycloakSession session;
    private final Caller caller;
    private final SecondFactors factors;
    private final CallerProof proof;

    FactorChange(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
        this.factors = SecondFactors.of(session);
        this.proof = new CallerProof(session);
    }

    /** Removes all of the caller's second factors, unless a tenant requires one. */
    Response disable(Optional<String> password, String code) {
        if (!SingleWriter.tryHoldFactors(session, caller.user())) {
            return MfaCall.busy();
        }
        if (!factors.takesCodesOf(caller.user())) {
            return MfaCall.notEnabled();
        }
        if (MfaPolicy.strictest(session, caller.user(), null) instanceof MfaDemand.Due) {
            return Problem.forbidden("mfa_required_by_policy", "One of your tenants requires a second factor.")
                    .toResponse();
        }
        proof.requireFactorShown(caller);
        // Check the password first, so that a wrong one does not use up a code.
        Verification verification = CodeCheck.of(session)
                .refusalOfAny(caller.user(), code)
                .or(() -> proof.refusalOfPerson(caller, password))
                .orElseGet(() -> verify(code));
        if (!(verification instanceof Verification.Accepted accepted)) {
            new CallerEvents(session, caller).refused(EventType.REMOVE_CREDENTIAL, verification);
            return Refused.passwordOrCode(verification);
        }
        boolean removed =
                RemoteRemoval.remove(session, caller.user(), accepted, own -> new CallerEvents(own, caller).blank());
        return removed ? Views.json(new Views.Enabled(false)) : MfaCall.busy();
    }

    /** Replaces the caller's backup codes. */
    Response regenerate(String code) {
        if (!factors.takesCodesOf(caller.user())) {
            return MfaCall.notEnabled();
        }
        proof.requireFactorShown(caller);
        RemoteRenewal.Renewal renewal = RemoteRenewal.renew(
                session, caller.user(), () -> verify(code), new CallerEvents(session, caller).blank());
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
        return MfaCall.busy();
    }

    private Verification verify(String code) {
        return CodeCheck.of(session).verifyInSession(caller.user(), caller.session(), code);
    }
}
