package dev.tenantmfa.tenant.registration;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.name.ShownName;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.actiontoken.ActionTokenContext;
import org.keycloak.authentication.actiontoken.ActionTokenHandlerFactory;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionTokenHandler;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationInvitationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.services.Urls;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionCompoundId;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The link of an invitation for an existing account. Replaces Keycloak's handler: same id, higher order. Keycloak adds
 * the account to the organization even if its address was never verified: a user who registered the address of someone else
 * first would get the owner's invitation. Here an unverified account joins only if its user is logged in in the browser
 * that opens the link, and so has access to both account and mailbox; joining verifies the address.
 */
@AutoService(ActionTokenHandlerFactory.class)
public final class InvitationLink extends InviteOrgActionTokenHandler {

    private static final int BEFORE_KEYCLOAKS_OWN = 10;
    private static final String TEMPLATE = "tmfa-invitation.ftl";

    @Override
    public Response handleToken(InviteOrgActionToken token, ActionTokenContext<InviteOrgActionToken> context) {
        Optional<Tenant> tenant = tenant(token, context.getSession());
        UserModel user = context.getAuthenticationSession().getAuthenticatedUser();
        if (tenant.isPresent() && tenant.get().organization().isMember(user)) {
            // Keycloak's page would show a name from the console unescaped.
            return isConfirmed(token) ? joinedBefore(token, context) : alreadyMember(token, context);
        }
        if (tenant.isEmpty() || !isPending(token, context.getSession())) {
            // Keycloak's own refusals, which do not name an organization.
            return super.handleToken(token, context);
        }
        if (!user.isEmailVerified() && !LinkLogin.isSignedIn(context.getSession(), user)) {
            return refuse(token, context);
        }
        if (context.isAuthenticationSessionFresh()) {
            return confirm(token, context, tenant.get(), user);
        }
        user.setEmailVerified(true);
        return super.handleToken(token, context);
    }

    /** Empty if Keycloak does not let anybody join. */
    private static Optional<Tenant> tenant(InviteOrgActionToken token, KeycloakSession session) {
        Tenants tenants = Tenants.of(session);
        return tenants.areEnabled() ? tenants.byId(token.getOrgId()).filter(Tenant::isActive) : Optional.empty();
    }

    /** Whether the invitation was neither accepted nor revoked, and has not expired. */
    private static boolean isPending(InviteOrgActionToken token, KeycloakSession session) {
        OrganizationInvitationModel invitation = session.getProvider(OrganizationProvider.class)
                .getInvitationManager()
                .getById(token.getId());
        return invitation != null && !invitation.isExpired();
    }

    /** Whether the user came from the page that asks for confirmation, and not from the mail. */
    private static boolean isConfirmed(InviteOrgActionToken token) {
        return token.getCompoundAuthenticationSessionId() != null;
    }

    /** Ends a second click on the page that asks for confirmation as the first one, which has added the user. */
    private static Response joinedBefore(InviteOrgActionToken token, ActionTokenContext<InviteOrgActionToken> context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (!context.isAuthenticationSessionFresh()) {
            String action = AuthenticationManager.nextRequiredAction(
                    context.getSession(), login, context.getRequest(), context.getEvent());
            if (action != null || token.getRedirectUri() == null) {
                return AuthenticationManager.redirectToRequiredActions(
                        context.getSession(), context.getRealm(), login, context.getUriInfo(), action);
            }
        }
        return token.getRedirectUri() == null
                ? member(context, Response.Status.OK)
                : Response.status(Response.Status.FOUND)
                        .location(URI.create(token.getRedirectUri()))
                        .build();
    }

    private static Response alreadyMember(
            InviteOrgActionToken token, ActionTokenContext<InviteOrgActionToken> context) {
        context.getEvent()
                .detail(Details.TOKEN_ID, token.getId())
                .detail(Details.ORG_ID, token.getOrgId())
                .error(Errors.USER_ORG_MEMBER_ALREADY);
        return member(context, Response.Status.BAD_REQUEST);
    }

    private static Response member(ActionTokenContext<InviteOrgActionToken> context, Response.Status status) {
        return context.getSession()
                .getProvider(LoginFormsProvider.class)
                .setStatus(status)
                .setAuthenticationSession(context.getAuthenticationSession())
                .setInfo("tmfa-invitation-member")
                .createInfoPage();
    }

    private static Response refuse(InviteOrgActionToken token, ActionTokenContext<InviteOrgActionToken> context) {
        context.getEvent()
                .detail(Details.TOKEN_ID, token.getId())
                .detail(Details.ORG_ID, token.getOrgId())
                .detail(Details.REASON, "email_not_verified")
                .error(Errors.NOT_ALLOWED);
        return context.getSession()
                .getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(context.getAuthenticationSession())
                .setError("tmfa-invitation-unverified")
                .createErrorPage(Response.Status.FORBIDDEN);
    }

    /** Asks for confirmation before anything changes: mail scanners open links too. */
    private static Response confirm(
            InviteOrgActionToken token,
            ActionTokenContext<InviteOrgActionToken> context,
            Tenant tenant,
            UserModel user) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        token.setCompoundAuthenticationSessionId(
                AuthenticationSessionCompoundId.fromAuthSession(login).getEncodedId());
        String link = Urls.actionTokenBuilder(
                        context.getUriInfo().getBaseUri(),
                        token.serialize(context.getSession(), context.getRealm(), context.getUriInfo()),
                        login.getClient().getClientId(),
                        login.getTabId(),
                        AuthenticationProcessor.getClientData(context.getSession(), login))
                .build(context.getRealm().getName())
                .toString();
        return context.getSession()
                .getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(login)
                .setUser(user)
                .setAttribute(
                        "tmfa",
                        Map.of(
                                "organization", ShownName.in(tenant.name()),
                                "account", user.getUsername(),
                                "link", link))
                .createForm(TEMPLATE);
    }

    @Override
    public int order() {
        return BEFORE_KEYCLOAKS_OWN;
    }
}
