package dev.tenantmfa.setup.form;

import dev.tenantmfa.setup.SignOutElsewhere;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Shows the pages of a setup: a required action, or a step of a login flow. */
interface SetupHost {

    KeycloakSession session();

    AuthenticationSessionModel login();

    UserModel user();

    /** The event of the setup. Its type is {@code UPDATE_CREDENTIAL} while a form is processed. */
    EventBuilder event();

    /** The fields of the posted form. */
    MultivaluedMap<String, String> input();

    LoginFormsProvider form();

    /** Until when the user can skip the setup; empty if the user cannot skip it. */
    Optional<Instant> deadline();

    /** Whether the user keeps backup codes that are left; otherwise the setup makes new ones. */
    default boolean keepsBackupCodes() {
        return true;
    }

    /** Whether the last page offers to end all other sessions. */
    default boolean offersSignOut() {
        return SignOutElsewhere.isOffered(session(), user());
    }

    /** Answers the request with this page. */
    void challenge(Response page);

    /**
     * Ends the setup.
     *
     * @param credentialId of the app that this request stored; empty if another request of the same setup stored it
     */
    void finish(Optional<String> credentialId);

    default RealmModel realm() {
        return login().getRealm();
    }
}
