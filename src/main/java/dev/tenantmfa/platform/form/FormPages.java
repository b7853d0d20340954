package dev.tenantmfa.platform.form;

import jakarta.ws.rs.WebApplicationException;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's pages. They learn of the login before Keycloak checks the code of a form, which the first request has used
 * up; from that check on, Keycloak treats the form as expired.
 */
final class FormPages extends FreeMarkerLoginFormsProvider {

    FormPages(KeycloakSession session) {
        super(session);
    }

    /** @throws WebApplicationException the answer to a repeated request */
    @Override
    public LoginFormsProvider setAuthenticationSession(AuthenticationSessionModel login) {
        if (login != null) {
            Repeat.answer(session, login).ifPresent(answer -> {
                throw new WebApplicationException(answer);
            });
        }
        return super.setAuthenticationSession(login);
    }
}
