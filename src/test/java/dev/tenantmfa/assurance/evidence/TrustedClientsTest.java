package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.assurance.upstream.UnconfirmedLinks;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class TrustedClientsTest {

    private static final String NOTE = "tenant-mfa.vouched-at";

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final ClientModel service = mock(ClientModel.class);
    private final ClientModel audience = mock(ClientModel.class);
    private final AuthenticatedClientSessionModel sessionOfService = mock(AuthenticatedClientSessionModel.class);
    private final AuthenticatedClientSessionModel sessionOfAudience = mock(AuthenticatedClientSessionModel.class);
    private final ClientSessionContext context = mock(ClientSessionContext.class);

    private final UserModel user = RealmFixture.person("user-1", new InMemoryCredentials());

    @BeforeEach
    void describeTheSessions() {
        UserSessionModel userSession = mock(UserSessionModel.class);
        when(userSession.getUser()).thenReturn(user);
        when(service.getId()).thenReturn("service");
        when(sessionOfService.getClient()).thenReturn(service);
        when(sessionOfAudience.getClient()).thenReturn(audience);
        when(sessionOfService.getUserSession()).thenReturn(userSession);
        when(sessionOfAudience.getUserSession()).thenReturn(userSession);
        when(userSession.getAuthenticatedClientSessionByClient("service")).thenReturn(sessionOfService);
    }

    @Test
    void legacyExchangeIsVouchedForByTheClientThatRequestsIt() {
        trust(service);
        assertThat(TrustedClients.receiving(session, sessionOfAudience)).isEqualTo(audience);
        assertThat(vouched(sessionOfAudience)).isEmpty();

        exchanging(service);

        assertThat(TrustedClients.receiving(session, sessionOfAudience)).isEqualTo(service);
        assertThat(vouched(sessionOfAudience)).contains(Method.UPSTREAM);
        TrustedClients.note(session, sessionOfAudience, context);
        verify(sessionOfService).setNote(eq(NOTE), anyString());
        verify(sessionOfAudience, never()).setNote(any(), any());
    }

    @Test
    void trustInTheAudienceIsOfNoUseToTheClientThatRequestsAnExchange() {
        trust(audience);
        exchanging(service);

        assertThat(vouched(sessionOfAudience)).isEmpty();
        TrustedClients.note(session, sessionOfAudience, context);
        verify(sessionOfService, never()).setNote(any(), any());
    }

    /** Otherwise, a link that somebody else made would bring tokens with MFA. */
    @Test
    void assertionsAreNotVouchedForWhileALinkIsNotConfirmed() {
        String jwt = OAuth2Constants.JWT_AUTHORIZATION_GRANT;
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setInternalId("provider-1");
        IdentityProviderStorageProvider providers = mock(IdentityProviderStorageProvider.class);
        when(session.identityProviders()).thenReturn(providers);
        when(providers.getById("provider-1")).thenReturn(provider);
        UnconfirmedLinks.add(user, provider);
        trust(service);
        when(context.getAttribute(Constants.GRANT_TYPE, String.class))
                .thenReturn(OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE, jwt);

        assertThat(vouched(sessionOfService)).as("no link is used").contains(Method.UPSTREAM);
        assertThat(vouched(sessionOfService)).isEmpty();
        TrustedClients.note(session, sessionOfService, context);
        verify(sessionOfService, never()).setNote(any(), any());
        exchanging(service);
        assertThat(vouched(sessionOfAudience)).as("legacy exchange").isEmpty();
        when(providers.getById("provider-1")).thenReturn(null);
        assertThat(vouched(sessionOfAudience)).as("provider is gone").contains(Method.UPSTREAM);
        when(providers.getById("provider-1")).thenReturn(provider);
        UnconfirmedLinks.remove(user, "provider-1");
        assertThat(vouched(sessionOfAudience)).as("confirmed").contains(Method.UPSTREAM);
    }

    @Test
    void whatWasVouchedForCountsUntilTheNextLogin() {
        trust(service);
        when(sessionOfService.getNote(NOTE)).thenReturn("1700000000");

        assertThat(vouched(sessionOfService)).contains(Method.UPSTREAM);
        when(context.getAttribute(Constants.GRANT_TYPE, String.class)).thenReturn("refresh_token");
        assertThat(vouched(sessionOfService)).contains(Method.UPSTREAM);
        when(context.getAttribute(Constants.GRANT_TYPE, String.class)).thenReturn("authorization_code");
        assertThat(vouched(sessionOfService)).isEmpty();
        TrustedClients.note(session, sessionOfService, context);
        verify(sessionOfService).removeNote(NOTE);
    }

    @Test
    void offlineSessionGetsTheNoteOrLosesIt() {
        AuthenticatedClientSessionModel offline = mock(AuthenticatedClientSessionModel.class);
        when(sessionOfService.getNote(NOTE)).thenReturn("1700000000", (String) null);
        when(offline.getNote(NOTE)).thenReturn("1700000000");

        TrustedClients.copy(sessionOfService, offline);
        verify(offline).setNote(NOTE, "1700000000");
        TrustedClients.copy(sessionOfService, offline);
        verify(offline).removeNote(NOTE);
        TrustedClients.copy(sessionOfService, null);
    }

    private Optional<Method> vouched(AuthenticatedClientSessionModel clientSession) {
        return TrustedClients.vouchedFor(session, clientSession, context).map(Evidence::method);
    }

    private void exchanging(ClientModel client) {
        doAnswer(call -> {
                    when(session.getAttribute(call.getArgument(0))).thenReturn(client);
                    when(session.getAttribute(call.getArgument(0), ClientModel.class))
                            .thenReturn(client);
                    return null;
                })
                .when(session)
                .setAttribute(anyString(), any());
        TrustedClients.exchange(session, client);
    }

    private static void trust(ClientModel client) {
        String key = TrustedClients.SETTING.key();
        when(client.getAttribute(key)).thenReturn("true");
        when(client.getAttributes()).thenReturn(Map.of(key, "true"));
    }
}
