package dev.tenantmfa.tenant.registration;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.authentication.FormContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.model.RegisterBean;

/**
 * Keycloak's registration page, with a field for the tenant's name. Users who accept an invitation see Keycloak's own
 * page, because their tenant already exists.
 */
final class TenantRegistrationPage extends InvitedRegistrationPage {

    static final String TEMPLATE = "tmfa-register.ftl";

    @Override
    public Response render(FormContext context, LoginFormsProvider form) {
        if (Invitation.isBeingAccepted(context.getSession())) {
            return super.render(context, form);
        }
        MultivaluedMap<String, String> typed = context.getHttpRequest().getDecodedFormParameters();
        String name = typed.getFirst(CreateTenant.FIELD);
        RegisterBean fields = new RegisterBean(typed, context.getSession());
        return form.setAttribute("register", fields)
                .setAttribute("profile", fields)
                .setAttribute("tmfa", Map.of("tenantName", name == null ? "" : name))
                .createForm(TEMPLATE);
    }
}
