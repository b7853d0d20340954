package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.assurance.flow.StepKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.authentication.authenticators.x509.ValidateX509CertificateUsernameFactory;
import org.keycloak.authentication.authenticators.x509.X509ClientCertificateAuthenticatorFactory;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** Whether a session was opened with a first factor, rather than only by a link in an email. */
public final class FirstFactor {

    private static final Set<String> CATEGORIES = Set.of(
            PasswordCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_PASSWORDLESS, UserCredentialModel.KERBEROS);

    /** Keycloak's steps for client certificates have no category. */
    private static final Set<String> CERTIFICATES = Set.of(
            X509ClientCertificateAuthenticatorFactory.PROVIDER_ID, ValidateX509CertificateUsernameFactory.PROVIDER_ID);

    /** Keycloak does not note in the session that a registration or a reset set a password. */
    private static final UserMark MARK = new UserMark("tenant-mfa.first-factor");

    private FirstFactor() {}

    /**
     * Whether a password, a passkey, Kerberos, a client certificate or an identity provider opened the session, or its user
     * set a password in a login to it.
     */
    public static boolean wasShownIn(KeycloakSession session, UserSessionModel userSession) {
        if (userSession.getNote(Details.IDENTITY_PROVIDER) != null || MARK.isIn(userSession)) {
            return true;
        }
        Map<String, Integer> completed =
                KeycloakSteps.completed(userSession.getNote(Constants.AUTHENTICATORS_COMPLETED));
        return completed.keySet().stream().anyMatch(id -> isAskedForBy(session, id));
    }

    /** Whether the login has passed a step that asks for a first factor, or for a new password at a registration. */
    public static boolean wasShownIn(KeycloakSession session, AuthenticationSessionModel login) {
        boolean passkey =
                AuthenticatorUtil.getAuthnCredentials(login).contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS);
        return succeeded(login).anyMatch(id -> passkey ? mayAcceptPasskey(session, id) : isAskedForBy(session, id));
    }

    private static Stream<String> succeeded(AuthenticationSessionModel login) {
        return login.getExecutionStatus().entrySet().stream()
                .filter(step -> step.getValue() == ExecutionStatus.SUCCESS)
                .map(Map.Entry::getKey);
    }

    /** Marks the session that a login with a first factor has just joined. */
    static void keep(KeycloakSession session, AuthenticationSessionModel login, UserSessionModel userSession) {
        UserModel user = login.getAuthenticatedUser();
        if (user != null
                && user.equals(userSession.getUser())
                && !MARK.isIn(userSession)
                && (wasShownIn(session, login)
                        || LinkLogin.setsPassword(login, user)
                        || mayHaveBeenShownIn(session, login))) {
            MARK.set(userSession);
        }
    }

    /**
     * Whether a step that is not known succeeded, such as the first factor of another extension. After a link from a mail and
     * under single sign-on, it may have shown nothing.
     */
    private static boolean mayHaveBeenShownIn(KeycloakSession session, AuthenticationSessionModel login) {
        Set<StepKind> kinds = succeeded(login)
                .flatMap(id -> step(session, id).stream())
                .map(StepKind::of)
                .collect(Collectors.toSet());
        return login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) == null
                && !kinds.contains(StepKind.COOKIE)
                && kinds.contains(StepKind.FIRST_FACTOR);
    }

    /**
     * Whether the execution of that id asks for a first factor. Keycloak's form for a username has the category of passwords
     * and asks for none.
     */
    static boolean isAskedForBy(KeycloakSession session, String executionId) {
        return !isUsernameForm(session, executionId) && mayAcceptPasskey(session, executionId);
    }

    /** As {@link #isAskedForBy}, or a form for a username, which accepts a passkey instead of it. */
    static boolean mayAcceptPasskey(KeycloakSession session, String executionId) {
        return step(session, executionId)
                .filter(step -> CERTIFICATES.contains(step) || CATEGORIES.contains(categoryOf(session, step)))
                .isPresent();
    }

    private static boolean isUsernameForm(KeycloakSession session, String executionId) {
        return step(session, executionId)
                .filter(UsernameFormFactory.PROVIDER_ID::equals)
                .isPresent();
    }

    private static Optional<String> step(KeycloakSession session, String executionId) {
        @Nullable
        AuthenticationExecutionModel execution =
                session.getContext().getRealm().getAuthenticationExecutionById(executionId);
        return execution == null || execution.isAuthenticatorFlow()
                ? Optional.empty()
                : Optional.ofNullable(execution.getAuthenticator());
    }

    /** The category of a step, or of an action of a registration form; empty if it has none. */
    private static String categoryOf(KeycloakSession session, String step) {
        KeycloakSessionFactory server = session.getKeycloakSessionFactory();
        return Stream.of(
                        server.getProviderFactory(Authenticator.class, step),
                        server.getProviderFactory(FormAction.class, step))
                .filter(ConfigurableAuthenticatorFactory.class::isInstance)
                .map(factory -> ((ConfigurableAuthenticatorFactory) factory).getReferenceCategory())
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse("");
    }
}
