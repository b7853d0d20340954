package dev.tenantmfa.platform.form;

import jakarta.ws.rs.WebApplicationException;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's pages. They are told of the login before Keycloak looks at the code of a form, which the same request has used
 * up before: from there on Keycloak calls it expired.
 */
final class FormPages extends FreeMarkerLoginFormsProvider {

    FormPages(KeycloakSession session) {
        super(session);
    }

    /** @throws WebApplicationException the answer to a request that was sent before */
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
