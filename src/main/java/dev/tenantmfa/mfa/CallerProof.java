package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.evidence.FreshLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;

/** What a caller must have shown besides a token, which may be stolen, before a factor is changed. */
final class CallerProof {

    private final KeycloakSession session;
    private final SecondFactors factors;

    CallerProof(KeycloakSession session) {
        this.session = session;
        this.factors = SecondFactors.of(session);
    }

    /**
     * For users whose verified address is a factor without a setup: an app must not be a way around it.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal where no factor was shown in the session
     */
    void requireCodeByMessage(Caller caller) {
        if (factors.isConfiguredFor(caller.user())) {
            requireEvidence(caller);
        }
    }

    /**
     * A session from before the first factor, in which none was shown, may be someone else's.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal where no factor was shown in such a session
     */
    void requireFactorShown(Caller caller) {
        Instant started = Instant.ofEpochSecond(caller.session().getStarted());
        if (!factors.hadAnyBefore(caller.user(), started)) {
            requireEvidence(caller);
        }
    }

    /**
     * Checks that the caller is the user: by the password, or for an account without one by a fresh login.
     *
     * @return why the password was not accepted; empty if it was correct, or the login is fresh
     * @throws dev.tenantmfa.platform.rest.Refusal 400 where the password is missing, 401 where the login is too old
     */
    Optional<Verification> refusalOfPerson(Caller caller, Optional<String> password) {
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

    private void requireEvidence(Caller caller) {
        if (SessionEvidence.of(session, caller.session()).isEmpty()) {
            throw Problem.stepUp(freshness()).refusal();
        }
    }

    private Duration freshness() {
        return FreshLogin.age(session.getContext().getRealm());
    }
}
