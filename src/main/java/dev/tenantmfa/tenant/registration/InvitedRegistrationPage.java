package dev.tenantmfa.tenant.registration;

import com.google.auto.service.AutoService;
import dev.tenantmfa.tenant.name.ShownName;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.FormAuthenticatorFactory;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.authentication.forms.RegistrationPage;
import org.keycloak.common.VerificationException;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.messages.Messages;

/**
 * Keycloak's registration page, which shows the name of an inviting organization literally. Keycloak's own page puts
 * the name into a pattern: an apostrophe disappears, a brace causes a server error, and older themes render links.
 * Replaces Keycloak's provider: same id, higher order.
 */
@AutoService(FormAuthenticatorFactory.class)
public class InvitedRegistrationPage extends RegistrationPage {

    private static final int BEFORE_KEYCLOAKS_OWN = 10;

    @Override
    public Response render(FormContext context, LoginFormsProvider form) {
        if (!Organizations.isEnabled(context.getSession())) {
            return super.render(context, form);
        }
        @Nullable InviteOrgActionToken link;
        try {
            link = Organizations.parseInvitationToken(context.getSession(), context.getHttpRequest());
        } catch (VerificationException e) {
            return expired(form);
        }
        return link == null ? super.render(context, form) : invited(context.getSession(), form, link);
    }

    private static Response invited(KeycloakSession session, LoginFormsProvider form, InviteOrgActionToken link) {
        OrganizationModel organization =
                session.getProvider(OrganizationProvider.class).getById(link.getOrgId());
        if (organization == null || !organization.isEnabled()) {
            return expired(form);
        }
        return form.setAttribute("messageHeader", Messages.REGISTER_ORGANIZATION_MEMBER)
                .setAttribute(
                        OrganizationModel.ORGANIZATION_NAME_ATTRIBUTE, ShownName.asPattern(organization.getName()))
                .setAttribute(FIELD_EMAIL, link.getEmail())
                .createRegistration();
    }

    private static Response expired(LoginFormsProvider form) {
        return form.setError(Messages.EXPIRED_ACTION).createErrorPage(Response.Status.BAD_REQUEST);
    }

    @Override
    public String getHelpText() {
        return "Shows the registration form of the realm. If the user follows an invitation, the form also shows the organization.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
