package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.setup.SignOutElsewhere;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** Setup of the caller's authenticator app, bound to the session of the token with which it was started. */
final class AppSetup {

    private final KeycloakSession session;
    private final Caller caller;
    private final RemoteSetup setup;

    AppSetup(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
        this.setup = RemoteSetup.of(session);
    }

    /** Starts a setup after checking that the caller is the user. Replaces an earlier setup. */
    Response begin(Optional<String> password) {
        if (setup.hasFactor(caller.user())) {
            return MfaCall.alreadyEnabled();
        }
        CallerProof proof = new CallerProof(session);
        proof.requireCodeByMessage(caller);
        Optional<Verification> refusal = proof.refusalOfPerson(caller, password);
        if (refusal.isPresent()) {
            new CallerEvents(session, caller).refused(EventType.UPDATE_CREDENTIAL, refusal.get());
            return Refused.password(refusal.get());
        }
        return setup.begin(caller.user(), binding())
                .map(begun -> Views.json(Views.Setup.of(begun)))
                .orElseGet(MfaCall::alreadyEnabled);
    }

    /** The QR code of the setup. */
    Response picture() {
        return setup.picture(caller.user(), binding())
                .map(png -> Response.ok(png, "image/png").build())
                .orElseGet(() -> Problem.notFound().toResponse());
    }

    /** Completes the setup with the first code. */
    Response confirm(String code, @Nullable String deviceName, boolean signOutOthers) {
        RemoteSetup.Confirmed confirmed = setup.confirm(
                caller.user(),
                binding(),
                code,
                deviceName,
                AttemptBudget.ofSession(caller.session()),
                new CallerEvents(session, caller).blank());
        if (confirmed instanceof RemoteSetup.Confirmed.Enabled) {
            // As in a browser, the first code proves the factor in this session.
            SessionEvidence.add(caller.session(), Method.TOTP, KeycloakClock.now());
            if (signOutOthers) {
                SignOutElsewhere.after(session, caller.user(), caller.session());
            }
            return Views.json(new Views.Enabled(true));
        } else if (confirmed instanceof RemoteSetup.Confirmed.CodeRefused refused) {
            return Refused.code(refused.verification());
        } else if (confirmed instanceof RemoteSetup.Confirmed.DeviceNameRefused refused) {
            return Problem.invalid(refused.detail()).toResponse();
        } else if (confirmed instanceof RemoteSetup.Confirmed.AlreadyEnabled) {
            return MfaCall.alreadyEnabled();
        } else if (confirmed instanceof RemoteSetup.Confirmed.Busy) {
            return MfaCall.busy();
        }
        return Problem.conflict("no_pending_setup", "No setup is pending. Start one with POST setup.")
                .toResponse();
    }

    /** The token's session, so that a token of another session cannot continue the setup. */
    private String binding() {
        return "session/" + caller.session().getId();
    }
}
