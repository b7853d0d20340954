package dev.tenantmfa.assurance.evidence;

import java.util.Map;
import java.util.Set;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** Whether a session was opened with a first factor, rather than only by a link in an email. */
public final class FirstFactor {

    private static final Set<String> CATEGORIES = Set.of(
            PasswordCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_PASSWORDLESS, UserCredentialModel.KERBEROS);

    private FirstFactor() {}

    /** Whether a password, a passkey, Kerberos or an identity provider opened the session. */
    public static boolean wasShownIn(KeycloakSession session, UserSessionModel userSession) {
        if (userSession.getNote(Details.IDENTITY_PROVIDER) != null) {
            return true;
        }
        Map<String, Integer> completed =
                KeycloakSteps.completed(userSession.getNote(Constants.AUTHENTICATORS_COMPLETED));
        return completed.keySet().stream().anyMatch(id -> isAskedForBy(session, id));
    }

    /** Whether the login has passed a step that asks for a first factor. */
    public static boolean wasShownIn(KeycloakSession session, AuthenticationSessionModel login) {
        return login.getExecutionStatus().entrySet().stream()
                .filter(step -> step.getValue() == ExecutionStatus.SUCCESS)
                .map(Map.Entry::getKey)
                .anyMatch(id -> isAskedForBy(session, id));
    }

    /** Whether the execution of that id asks for a first factor. */
    static boolean isAskedForBy(KeycloakSession session, String executionId) {
        AuthenticationExecutionModel execution =
                session.getContext().getRealm().getAuthenticationExecutionById(executionId);
        return execution != null
                && !execution.isAuthenticatorFlow()
                && session.getKeycloakSessionFactory()
                                .getProviderFactory(Authenticator.class, execution.getAuthenticator())
                        instanceof AuthenticatorFactory factory
                && factory.getReferenceCategory() != null
                && CATEGORIES.contains(factory.getReferenceCategory());
    }
}
