package dev.tenantmfa.tenant;

import java.util.Optional;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.OrganizationModel.OrganizationMemberJoinEvent;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Gives an invited person the role of the invitation at the moment of joining, by Keycloak's own link or registration and
 * by nothing else, and makes the membership of somebody who registered by invitation an unmanaged one: the account is the person's, not
 * the organization's.
 */
public final class JoinListener implements ProviderEventListener {

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof OrganizationMemberJoinEvent join) {
            joined(join.getSession(), join.getOrganization(), join.getUser());
        }
    }

    private static void joined(KeycloakSession session, OrganizationModel organization, UserModel person) {
        Tenant tenant = new Tenant(session, organization);
        tenant.members().noteJoining(person);
        String email = person.getEmail();
        if (email == null || email.isBlank()) {
            return;
        }
        Unfiltered.get(session, () -> {
            // While a registration by invitation runs Keycloak keeps the link's token here.
            boolean registeredByInvitation = session.getAttribute(InviteOrgActionToken.class.getName()) != null;
            if (registeredByInvitation && tenant.members().isManaged(person)) {
                new ManagedMembers(session, tenant).release(person);
            }
            // Taken off in any case: whoever joins by another way has a place in the tenant now.
            Optional<TenantRole> role = Invitations.of(session, tenant).takeRole(email);
            if (registeredByInvitation || followedALink(session, person)) {
                role.ifPresent(invited -> tenant.members().join(person, invited));
            }
            return role;
        });
    }

    /** Whether the person came by a link from a mail to the own address; an invitation to join is one. */
    private static boolean followedALink(KeycloakSession session, UserModel person) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        return login != null && person.getId().equals(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID));
    }
}
