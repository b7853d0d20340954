package dev.tenantmfa.platform.form;

import com.google.auto.service.AutoService;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.LoginFormsProviderFactory;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's own factory, by the same id and a higher order. */
@AutoService(LoginFormsProviderFactory.class)
public final class FormPagesFactory extends FreeMarkerLoginFormsProviderFactory {

    private static final int BEFORE_KEYCLOAKS_OWN = 10;

    @Override
    public LoginFormsProvider create(KeycloakSession session) {
        return new FormPages(session);
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
