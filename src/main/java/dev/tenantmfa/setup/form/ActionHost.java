package dev.tenantmfa.setup.form;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Shows a setup in a required action. Keycloak writes the event and removes the action from the user. */
record ActionHost(RequiredActionContext context) implements SetupHost {

    @Override
    public KeycloakSession session() {
        return context.getSession();
    }

    @Override
    public AuthenticationSessionModel login() {
        return context.getAuthenticationSession();
    }

    @Override
    public UserModel user() {
        return context.getUser();
    }

    @Override
    public EventBuilder event() {
        return context.getEvent();
    }

    @Override
    public MultivaluedMap<String, String> input() {
        return context.getHttpRequest().getDecodedFormParameters();
    }

    @Override
    public LoginFormsProvider form() {
        return context.form();
    }

    @Override
    public Optional<Instant> deadline() {
        return SetupReminder.deadline(context);
    }

    @Override
    public void challenge(Response page) {
        context.challenge(page);
    }

    @Override
    public void finish(Optional<String> credentialId) {
        SetupStep.endDeferred(login());
        context.success();
    }
}
