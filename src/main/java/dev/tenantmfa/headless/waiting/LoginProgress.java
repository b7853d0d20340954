package dev.tenantmfa.headless.waiting;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.platform.ReevaluatedOnResume;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Progress of a login without a browser: the user, and the completed steps of the flow.
 *
 * @param user         id; null while no user is known
 * @param tenant       id of the tenant of the login; null for none
 * @param credentials  fingerprint of the user's password at that time; see {@link PasswordFingerprint}
 * @param done         ids of the executions that succeeded
 * @param authNotes    notes that later steps need
 * @param sessionNotes of the future user session
 */
public record LoginProgress(
        @JsonProperty("user") @Nullable String user,
        @JsonProperty("tenant") @Nullable String tenant,
        @JsonProperty("credentials") String credentials,
        @JsonProperty("done") List<String> done,
        @JsonProperty("authNotes") Map<String, String> authNotes,
        @JsonProperty("sessionNotes") Map<String, String> sessionNotes) {

    /** Notes that Keycloak's steps and our endpoints leave for later steps. */
    private static final List<String> CARRIED = List.of(
            AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME,
            AuthenticationProcessor.AUTHN_CREDENTIALS,
            Constants.LOA_MAP,
            PendingLogin.TYPED_USERNAME,
            PendingLogin.TYPED_TENANT,
            PendingLogin.MESSAGE);

    static LoginProgress of(KeycloakSession session, AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        Map<String, String> notes = new HashMap<>();
        for (String name : CARRIED) {
            String note = login.getAuthNote(name);
            if (note != null) {
                notes.put(name, note);
            }
        }
        return new LoginProgress(
                user == null ? null : user.getId(),
                ActiveTenant.of(login).orElse(null),
                user == null ? "" : PasswordFingerprint.of(user),
                done(session, login),
                notes,
                login.getUserSessionNotes());
    }

    LoginProgress withNote(String name, String value) {
        Map<String, String> notes = new HashMap<>(authNotes);
        notes.put(name, value);
        return new LoginProgress(user, tenant, credentials, done, notes, sessionNotes);
    }

    /** Only the typed input, without anything that was found out about the user. */
    LoginProgress typed() {
        Map<String, String> notes = new HashMap<>(authNotes);
        notes.keySet().retainAll(Set.of(PendingLogin.TYPED_USERNAME, PendingLogin.TYPED_TENANT));
        return new LoginProgress(null, null, "", List.of(), notes, Map.of());
    }

    void into(AuthenticationSessionModel login, UserModel person) {
        sessionNotes.forEach(login::setUserSessionNote);
        done.forEach(execution -> login.setExecutionStatus(execution, ExecutionStatus.SUCCESS));
        login.setAuthenticatedUser(person);
        ActiveTenant.request(login, tenant);
    }

    private static List<String> done(KeycloakSession session, AuthenticationSessionModel login) {
        RealmModel realm = login.getRealm();
        return login.getExecutionStatus().entrySet().stream()
                .filter(status -> status.getValue() == ExecutionStatus.SUCCESS)
                .map(Map.Entry::getKey)
                .filter(id -> staysDone(session, realm.getAuthenticationExecutionById(id)))
                .toList();
    }

    private static boolean staysDone(KeycloakSession session, @Nullable AuthenticationExecutionModel execution) {
        if (execution == null || execution.isAuthenticatorFlow()) {
            return false;
        }
        ProviderFactory<Authenticator> factory = session.getKeycloakSessionFactory()
                .getProviderFactory(Authenticator.class, execution.getAuthenticator());
        return factory != null && !(factory instanceof ReevaluatedOnResume);
    }
}
