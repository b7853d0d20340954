package dev.tenantmfa.tenant.invitation;

import com.google.auto.service.AutoService;
import dev.tenantmfa.tenant.name.ShownName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.email.EmailTemplateProviderFactory;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;

/**
 * Keycloak's mails, with a safe organization name in invitations from the console: Keycloak's template prints the name
 * as HTML. Valid names are not changed.
 */
final class ConsoleInvitationMail extends FreeMarkerEmailTemplateProvider {

    private ConsoleInvitationMail(KeycloakSession session) {
        super(session);
    }

    @Override
    public void sendOrgInviteEmail(OrganizationModel organization, String link, long expirationInMinutes)
            throws EmailException {
        String shown = ShownName.asSanitized(organization.getName());
        if (shown.equals(organization.getName())) {
            super.sendOrgInviteEmail(organization, link, expirationInMinutes);
            return;
        }
        Map<String, @Nullable Object> mail = new HashMap<>(attributes);
        addLinkInfoIntoAttributes(link, expirationInMinutes, mail);
        mail.put("organization", described(organization, shown));
        if (user.getFirstName() != null && user.getLastName() != null) {
            mail.put("firstName", user.getFirstName());
            mail.put("lastName", user.getLastName());
        }
        send("orgInviteSubject", List.of(ShownName.in(organization.getName())), "org-invite.ftl", mail);
    }

    /** The properties of an organization that a template can read. */
    private static Map<String, @Nullable Object> described(OrganizationModel organization, String name) {
        Map<String, @Nullable Object> described = new HashMap<>();
        described.put("id", organization.getId());
        described.put("name", name);
        described.put("alias", organization.getAlias());
        described.put("description", organization.getDescription());
        described.put("redirectUrl", organization.getRedirectUrl());
        described.put("attributes", organization.getAttributes());
        return described;
    }

    /** Replaces Keycloak's provider: same id, higher order. */
    @AutoService(EmailTemplateProviderFactory.class)
    public static final class Factory extends FreeMarkerEmailTemplateProviderFactory {

        @Override
        public EmailTemplateProvider create(KeycloakSession session) {
            return new ConsoleInvitationMail(session);
        }

        @Override
        public int order() {
            return 10;
        }
    }
}
