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

/** Checks what a caller must prove, in addition to a token that may be stolen, before a factor is changed. */
final class CallerProof {

    private final KeycloakSession session;
    private final SecondFactors factors;

    CallerProof(KeycloakSession session) {
        this.session = session;
        this.factors = SecondFactors.of(session);
    }

    /**
     * For users whose verified address is a factor without a setup: adding an app must not bypass it.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal if no factor was used in the session
     */
    void requireCodeByMessage(Caller caller) {
        if (factors.isConfiguredFor(caller.user())) {
            requireEvidence(caller);
        }
    }

    /**
     * A session that is older than the first factor, and in which no factor was used, may be someone else's.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal if no factor was used in such a session
     */
    void requireFactorShown(Caller caller) {
        Instant started = Instant.ofEpochSecond(caller.session().getStarted());
        if (!factors.hadAnyBefore(caller.user(), started)) {
            requireEvidence(caller);
        }
    }

    /**
     * Checks that the caller is the user: by the password, or by a fresh login if the account has no password.
     *
     * @return why the password was not accepted; empty if it was correct or the login is fresh
     * @throws dev.tenantmfa.platform.rest.Refusal 400 if the password is missing, 401 if the login is too old
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
        if (!SessionEvidence.of(session, caller.session()).hasOwnFactor()) {
            throw Problem.stepUp(freshness()).refusal();
        }
    }

    private Duration freshness() {
        return FreshLogin.age(session.getContext().getRealm());
    }
}
