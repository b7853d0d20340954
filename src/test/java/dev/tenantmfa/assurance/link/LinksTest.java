package dev.tenantmfa.assurance.link;

import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.upstream.UnconfirmedLinks;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Which links are confirmed when they are made, and what confirms the others. */
class LinksTest {

    private static final String PARTNER = "provider-1";

    private final RealmFixture keycloak = new RealmFixture();
    private final AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
    private final UserSessionModel earlier = mock(UserSessionModel.class);
    private final Map<String, String> notes = new HashMap<>();

    @BeforeEach
    void logIn() {
        IdentityProviderModel partner = new IdentityProviderModel();
        partner.setAlias("partner");
        partner.setInternalId(PARTNER);
        when(keycloak.session.identityProviders().getByAlias("partner")).thenReturn(partner);
        when(keycloak.factory.getProviderFactoriesStream(any())).thenAnswer(call -> Stream.of());
        when(keycloak.session.getContext().getAuthenticationSession()).thenReturn(login);
        when(keycloak.session.getProvider(CookieProvider.class)).thenReturn(mock(CookieProvider.class));
        UserSessionProvider sessions = mock(UserSessionProvider.class);
        when(keycloak.session.sessions()).thenReturn(sessions);
        RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
        when(root.getId()).thenReturn("session-1");
        when(login.getParentSession()).thenReturn(root);
        when(login.getRealm()).thenReturn(keycloak.realm);
        when(login.getAuthenticatedUser()).thenReturn(keycloak.user);
        when(login.getAuthNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(login)
                .setAuthNote(anyString(), anyString());
        when(sessions.getUserSession(keycloak.realm, "session-1")).thenReturn(earlier);
        when(earlier.getUser()).thenReturn(keycloak.user);
        when(earlier.getRealm()).thenReturn(keycloak.realm);
        String shown = keycloak.user.getId() + " 1772366400";
        when(earlier.getNote("tenant-mfa.evidence.totp")).thenReturn(shown);
        notes.put(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS, "partner");
        CredentialModel app = new CredentialModel();
        app.setType("tmfa-totp");
        keycloak.credentials.createStoredCredential(app);
    }

    @Test
    void linkOfAFirstLoginIsNotConfirmed() {
        link();
        link();

        assertThat(isUnconfirmed()).isTrue();
        assertThat(UnconfirmedLinks.include(keycloak.user, "provider-2")).isFalse();
        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream("tmfa-unconfirmed-link"))
                .singleElement()
                .satisfies(mark -> assertThat(mark.getUserLabel()).contains("partner"));
    }

    @Test
    void factorThatWasShownInTheFirstLoginConfirmsTheLink() {
        link();
        SessionEvidence.add(login, Method.TOTP, RealmFixture.START);

        link();

        assertThat(isUnconfirmed()).isFalse();
    }

    @Test
    void linkUnderASessionIsConfirmedByWhatTheSessionHasShown() {
        notes.clear();
        link();
        assertThat(isUnconfirmed()).isFalse();

        when(earlier.getNote("tenant-mfa.evidence.totp")).thenReturn(null);
        link();
        assertThat(isUnconfirmed()).isTrue();
    }

    @Test
    void linksOfAdministratorsAndOfUsersWithoutAFactorAreConfirmed() {
        when(login.getAuthenticatedUser()).thenReturn(null);
        link();
        when(keycloak.session.getContext().getAuthenticationSession()).thenReturn(null);
        link();
        assertThat(isUnconfirmed()).isFalse();

        when(keycloak.session.getContext().getAuthenticationSession()).thenReturn(login);
        when(login.getAuthenticatedUser()).thenReturn(keycloak.user);
        keycloak.credentials
                .getStoredCredentialsStream()
                .toList()
                .forEach(one -> keycloak.credentials.removeStoredCredentialById(one.getId()));
        link();
        assertThat(isUnconfirmed()).isFalse();
    }

    @Test
    void linkIsConfirmedByTheFactorInALoginByIt() {
        link();
        notes.put(PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT, "{\"identityProviderId\":\"partner\"}");

        LinkConfirmation.note(step("post-broker-login"));
        assertThat(isUnconfirmed()).as("nothing was shown").isTrue();
        SessionEvidence.add(login, Method.TOTP, RealmFixture.START);
        LinkConfirmation.note(step("authenticate"));
        assertThat(isUnconfirmed()).as("another login method").isTrue();

        LinkConfirmation.note(step("post-broker-login"));

        assertThat(isUnconfirmed()).isFalse();
        LinkConfirmation.note(step("post-broker-login"));
    }

    @Test
    void markGoesWithTheLinkAndStaysWhereALoginReplacesIt() {
        FederatedIdentityRemovedEvent removal = mock(FederatedIdentityRemovedEvent.class);
        when(removal.getKeycloakSession()).thenReturn(keycloak.session);
        when(removal.getUser()).thenReturn(keycloak.user);
        when(removal.getFederatedIdentity()).thenReturn(new FederatedIdentityModel("partner", "there", "there"));
        link();

        LinkChanges.onRemoval(removal);
        assertThat(isUnconfirmed()).isTrue();
        when(keycloak.session.getContext().getAuthenticationSession()).thenReturn(null);
        LinkChanges.onRemoval(removal);

        assertThat(isUnconfirmed()).isFalse();
    }

    @Test
    void markIsImportedAsItIs() {
        link();
        CredentialModel mark = keycloak.credentials.only("tmfa-unconfirmed-link");
        UnconfirmedLinks.remove(keycloak.user, PARTNER);
        UnconfirmedLinkCredentialProvider imports = new UnconfirmedLinkCredentialProvider(keycloak.session);

        imports.createCredential(keycloak.realm, keycloak.user, imports.getCredentialFromModel(mark));

        assertThat(imports.supportsCredentialType(mark.getType())).isTrue();
        assertThat(isUnconfirmed()).isTrue();
    }

    private AuthenticationFlowContext step(String path) {
        AuthenticationFlowContext context = mock(AuthenticationFlowContext.class);
        when(context.getFlowPath()).thenReturn(path);
        when(context.getUser()).thenReturn(keycloak.user);
        when(context.getSession()).thenReturn(keycloak.session);
        when(context.getAuthenticationSession()).thenReturn(login);
        return context;
    }

    private boolean isUnconfirmed() {
        return UnconfirmedLinks.include(keycloak.user, PARTNER);
    }

    private void link() {
        FederatedIdentityCreatedEvent event = mock(FederatedIdentityCreatedEvent.class);
        when(event.getKeycloakSession()).thenReturn(keycloak.session);
        when(event.getRealm()).thenReturn(keycloak.realm);
        when(event.getUser()).thenReturn(keycloak.user);
        when(event.getFederatedIdentity()).thenReturn(new FederatedIdentityModel("partner", "there", "there"));
        LinkChanges.onLink(event);
    }
}
