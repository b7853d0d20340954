package dev.tenantmfa.assurance.link;

import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.upstream.UnconfirmedLinks;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Confirms the link by which a user logs in, once the user showed a second factor in that login. */
public final class LinkConfirmation {

    private LinkConfirmation() {}

    /** Called when the second factor step of a flow ends. Without effect in other flows than a post login flow. */
    public static void note(AuthenticationFlowContext context) {
        if (!LoginActionsService.POST_BROKER_LOGIN_PATH.equals(context.getFlowPath())
                || SessionEvidence.shownIn(context.getSession(), context.getAuthenticationSession())
                        .isEmpty()) {
            return;
        }
        provider(context.getSession(), context.getAuthenticationSession())
                .ifPresent(provider -> UnconfirmedLinks.remove(context.getUser(), provider.getInternalId()));
    }

    private static Optional<IdentityProviderModel> provider(KeycloakSession session, AuthenticationSessionModel login) {
        return Optional.ofNullable(SerializedBrokeredIdentityContext.readFromAuthenticationSession(
                        login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT))
                .map(SerializedBrokeredIdentityContext::getIdentityProviderId)
                .map(session.identityProviders()::getByAlias);
    }
}
