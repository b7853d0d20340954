package dev.tenantmfa.assurance.link;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.upstream.UnconfirmedLinks;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Marks each link that a user makes and that no second factor confirmed, in the transaction that stores the link.
 * Keycloak stores the link of a first login before the post login flow asks for the second factor.
 */
final class LinkChanges {

    private LinkChanges() {}

    /**
     * A link outside of a login, or in one of nobody yet, is an administrator's, or Keycloak's that replaces an old one: it
     * stays what it is.
     */
    static void onLink(FederatedIdentityCreatedEvent link) {
        KeycloakSession session = link.getKeycloakSession();
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        UserModel user = link.getUser();
        if (login == null || !user.equals(login.getAuthenticatedUser())) {
            return;
        }
        String alias = link.getFederatedIdentity().getIdentityProvider();
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (isConfirmed(session, login, alias)) {
            UnconfirmedLinks.remove(user, provider.getInternalId());
        } else if (SecondFactors.of(session).hasAny(user)
                || InstalledFactors.of(session).areStoredFor(link.getRealm(), user)) {
            UnconfirmedLinks.add(user, provider);
        }
    }

    /** A mark does not outlive its link. Keycloak itself also removes links in a login, to replace them. */
    static void onRemoval(FederatedIdentityRemovedEvent link) {
        KeycloakSession session = link.getKeycloakSession();
        IdentityProviderModel provider = session.identityProviders()
                .getByAlias(link.getFederatedIdentity().getIdentityProvider());
        if (session.getContext().getAuthenticationSession() == null && provider != null) {
            UnconfirmedLinks.remove(link.getUser(), provider.getInternalId());
        }
    }

    /** At a first login, what an earlier session of the user in this browser has shown does not count. */
    private static boolean isConfirmed(KeycloakSession session, AuthenticationSessionModel login, String alias) {
        boolean isFirstLogin = alias.equals(login.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS));
        SessionEvidence shown = isFirstLogin
                ? SessionEvidence.shownIn(session, login)
                : SessionEvidence.countedInOrBefore(session, login);
        return !shown.isEmpty();
    }

    /** Active in every realm, without being enabled there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-links";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new Listener() {};
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(event -> {
                if (event instanceof FederatedIdentityCreatedEvent link) {
                    onLink(link);
                } else if (event instanceof FederatedIdentityRemovedEvent link) {
                    onRemoval(link);
                }
            });
        }
    }
}
