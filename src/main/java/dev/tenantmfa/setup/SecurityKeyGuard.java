package dev.tenantmfa.setup;

import dev.tenantmfa.assurance.MfaSession;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps whoever has the password alone from adding a factor to an account whose only second factor is a security key, of
 * which no code can be asked. What a policy or an administrator demands goes on: there the flow has decided what is enough.
 */
final class SecurityKeyGuard {

    private SecurityKeyGuard() {}

    /** Answers with a page that says what to do, where the person must use the key first; else does the work. */
    static void run(RequiredActionContext context, Runnable work) {
        if (isKeyMissing(context)) {
            context.challenge(
                    context.form().setError("tmfa-setup-key-first").createErrorPage(Response.Status.FORBIDDEN));
        } else {
            work.run();
        }
    }

    private static boolean isKeyMissing(RequiredActionContext context) {
        UserModel person = context.getUser();
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return login.getClientNote(Constants.KC_ACTION) != null
                && FactorRemoval.hasSecurityKey(person)
                && !SecondFactors.of(context.getSession()).isEnrolledFor(person)
                && !wasKeyUsed(context, login);
    }

    private static boolean wasKeyUsed(RequiredActionContext context, AuthenticationSessionModel login) {
        Stream<Set<String>> completed = Stream.of(
                completed(login.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED)),
                MfaSession.earlier(context.getSession(), login)
                        .map((UserSessionModel earlier) ->
                                completed(earlier.getNote(Constants.AUTHENTICATORS_COMPLETED)))
                        .orElse(Set.of()));
        return completed
                .flatMap(Set::stream)
                .map(context.getRealm()::getAuthenticationExecutionById)
                .anyMatch(SecurityKeyGuard::asksForKey);
    }

    private static Set<String> completed(@Nullable String note) {
        return AuthenticatorUtils.parseCompletedExecutions(note).keySet();
    }

    private static boolean asksForKey(@Nullable AuthenticationExecutionModel execution) {
        return execution != null && WebAuthnAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator());
    }
}
