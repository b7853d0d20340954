package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecurityKeys;
import dev.tenantmfa.platform.KeycloakClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.ConditionalOtpFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.RecoveryAuthnCodesFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.authentication.authenticators.directgrant.ValidateOTP;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Second factors that Keycloak's own steps asked for. Only steps that cannot succeed without one count. *Conditional
 * OTP Form* also succeeds for users whom it does not ask, so the credentials used in the login are checked as well.
 */
final class KeycloakSteps {

    private static final Map<String, Method> ALWAYS = Map.of(
            OTPFormAuthenticatorFactory.PROVIDER_ID, Method.TOTP,
            ValidateOTP.PROVIDER_ID, Method.TOTP,
            RecoveryAuthnCodesFormAuthenticatorFactory.PROVIDER_ID, Method.BACKUP_CODE,
            WebAuthnAuthenticatorFactory.PROVIDER_ID, Method.SECURITY_KEY);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final BrokerFlows brokers;

    private KeycloakSteps(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.brokers = new BrokerFlows(session);
    }

    static KeycloakSteps of(KeycloakSession session) {
        return new KeycloakSteps(session);
    }

    /** What was asked for by the steps that opened a session or were passed in it since. */
    List<Evidence> completedIn(UserSessionModel userSession) {
        Map<String, Integer> completed = completed(userSession.getNote(Constants.AUTHENTICATORS_COMPLETED));
        if (completed.isEmpty()) {
            return List.of();
        }
        String provider = userSession.getNote(Details.IDENTITY_PROVIDER);
        return completed.entrySet().stream()
                .filter(step -> provider == null
                        // Once a session is open, Keycloak does not let another user continue in it.
                        || step.getValue() > userSession.getStarted()
                        || brokers.holds(provider, step.getKey()))
                .flatMap(step ->
                        method(step.getKey())
                                .map(method -> new Evidence(method, Instant.ofEpochSecond(step.getValue())))
                                .stream())
                .toList();
    }

    /** What was asked for by the steps that succeeded in this login. */
    List<Evidence> succeededIn(AuthenticationSessionModel login) {
        Set<String> succeeded = login.getExecutionStatus().entrySet().stream()
                .filter(step -> step.getValue() == ExecutionStatus.SUCCESS)
                .map(Map.Entry::getKey)
                .filter(ofThisUser(login))
                .collect(Collectors.toSet());
        Map<String, Integer> times = completed(login.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED));
        Instant now = KeycloakClock.now();
        List<String> used = AuthenticatorUtil.getAuthnCredentials(login);
        return succeeded.stream()
                .flatMap(id -> method(id)
                        .or(() -> methodOfForm(id, used, succeeded))
                        .map(method -> new Evidence(method, time(times.get(id), now)))
                        .stream())
                .toList();
    }

    /** An identity provider may end a login as another user than the one whose code was asked for before. */
    private Predicate<String> ofThisUser(AuthenticationSessionModel login) {
        Optional<String> provider = brokers.providerOf(login);
        return id -> provider.isEmpty() || brokers.holds(provider.get(), id);
    }

    private Optional<Method> method(String executionId) {
        return authenticator(executionId).flatMap(this::methodOf);
    }

    private Optional<Method> methodOf(String authenticator) {
        if (WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID.equals(authenticator)) {
            return SecurityKeys.includePasskeys(realm) ? Optional.of(Method.PASSKEY) : Optional.empty();
        }
        return Optional.ofNullable(ALWAYS.get(authenticator));
    }

    /** For steps that may or may not have asked: the login's credentials show it. */
    private Optional<Method> methodOfForm(String executionId, List<String> used, Set<String> succeeded) {
        Optional<String> authenticator = authenticator(executionId);
        if (authenticator.isEmpty()) {
            return Optional.empty();
        }
        if (ConditionalOtpFormAuthenticatorFactory.PROVIDER_ID.equals(authenticator.get())) {
            // Our own steps report a success as "otp" too.
            boolean ours =
                    succeeded.stream().flatMap(id -> authenticator(id).stream()).anyMatch(id -> id.startsWith("tmfa-"));
            return used.contains(OTPCredentialModel.TYPE) && !ours ? Optional.of(Method.TOTP) : Optional.empty();
        }
        boolean passkey =
                used.contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS) && SecurityKeys.includePasskeys(realm);
        return passkey && FirstFactor.mayAcceptPasskey(session, executionId)
                ? Optional.of(Method.PASSKEY)
                : Optional.empty();
    }

    private Optional<String> authenticator(String executionId) {
        return Optional.ofNullable(realm.getAuthenticationExecutionById(executionId))
                .map(AuthenticationExecutionModel::getAuthenticator);
    }

    private static Instant time(@Nullable Integer seconds, Instant otherwise) {
        return seconds == null ? otherwise : Instant.ofEpochSecond(seconds);
    }

    static Map<String, Integer> completed(@Nullable String note) {
        return note == null ? Map.of() : AuthenticatorUtils.parseCompletedExecutions(note);
    }
}
