package dev.tenantmfa.tenant.invitation;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lifecycle.ManagedMembers;
import dev.tenantmfa.tenant.lifecycle.TenantCreation;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantRole;
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
 * Gives an invited user the role of the invitation on joining: only with the invitation's link or registration, and
 * only if the address of the account is verified. Registration by invitation verifies it. Also makes the membership of
 * a user who registered by invitation an unmanaged one: the account belongs to the user, not to the organization.
 */
public final class JoinListener implements ProviderEventListener {

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof OrganizationMemberJoinEvent join) {
            joined(join.getSession(), join.getOrganization(), join.getUser());
        }
    }

    private static void joined(KeycloakSession session, OrganizationModel organization, UserModel person) {
        if (TenantCreation.isFounding(session, organization.getId())) {
            return;
        }
        Tenant tenant = new Tenant(session, organization);
        tenant.members().noteJoining(person);
        String email = person.getEmail();
        if (email == null || email.isBlank()) {
            return;
        }
        Unfiltered.get(session, () -> {
            // During a registration by invitation Keycloak keeps the link's token here.
            boolean registeredByInvitation = session.getAttribute(InviteOrgActionToken.class.getName()) != null;
            if (registeredByInvitation && tenant.members().isManaged(person)) {
                new ManagedMembers(session, tenant).release(person);
            }
            // Removed in any case: users who join in another way are now members of the tenant too.
            Optional<TenantRole> role = Invitations.of(session, tenant).takeRole(EmailAddress.stored(email));
            if (registeredByInvitation && isInvited(session, email)) {
                // Only the mailbox's owner has the link, and Keycloak does not let the account have another address.
                person.setEmailVerified(true);
            }
            if (person.isEmailVerified() && (registeredByInvitation || followedALink(session, person))) {
                role.ifPresent(invited -> tenant.members().join(person, invited));
            }
            return role;
        });
    }

    private static boolean isInvited(KeycloakSession session, String email) {
        return session.getAttribute(InviteOrgActionToken.class.getName()) instanceof InviteOrgActionToken link
                && email.equalsIgnoreCase(link.getEmail());
    }

    /** Whether the user followed a link in a mail to the account's own address, such as an invitation to join. */
    private static boolean followedALink(KeycloakSession session, UserModel person) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        return login != null && person.getId().equals(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID));
    }
}
