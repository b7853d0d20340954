package dev.tenantmfa.assurance.upstream;

import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.DefaultDataMarshaller;
import org.keycloak.broker.provider.UserAuthenticationIdentityProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** To whom it belongs what a provider said, from its answer to the session. */
class UpstreamLoginTest {

    private static final Instant THEN = Instant.parse("2026-03-01T11:00:00Z");

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final UserProvider users = mock(UserProvider.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
    private final UserSessionModel userSession = mock(UserSessionModel.class);
    private final UserModel user = RealmFixture.person("user-1", new InMemoryCredentials());
    private final UserModel other = RealmFixture.person("user-2", new InMemoryCredentials());
    private final Map<String, String> loginNotes = new HashMap<>();
    private final Map<String, String> sessionNotes = new HashMap<>();

    @BeforeEach
    void linkTheAccount() {
        when(session.users()).thenReturn(users);
        when(login.getRealm()).thenReturn(realm);
        when(login.getAuthNote(anyString())).thenAnswer(call -> loginNotes.get(call.<String>getArgument(0)));
        doAnswer(call -> loginNotes.put(call.getArgument(0), call.getArgument(1)))
                .when(login)
                .setAuthNote(anyString(), anyString());
        when(userSession.getNote(anyString())).thenAnswer(call -> sessionNotes.get(call.<String>getArgument(0)));
        doAnswer(call -> sessionNotes.put(call.getArgument(0), call.getArgument(1)))
                .when(userSession)
                .setNote(anyString(), anyString());
        when(users.getUserByFederatedIdentity(eq(realm), any())).thenAnswer(call -> {
            FederatedIdentityModel identity = call.getArgument(1);
            return identity.getUserId().equals("there-1") ? user : null;
        });
        when(login.getAuthenticatedUser()).thenReturn(user);
        when(userSession.getUser()).thenReturn(user);
    }

    @Test
    void answerOfALinkedAccountBelongsToItsUser() {
        UpstreamLogin.record(session, answer("there-1", "provider-1"), THEN);
        assertThat(UpstreamLogin.shownIn(session, login)).isEqualTo(Map.of("provider-1", THEN));

        when(login.getAuthenticatedUser()).thenReturn(other);
        assertThat(UpstreamLogin.shownIn(session, login)).isEmpty();

        when(login.getAuthenticatedUser()).thenReturn(null);
        assertThat(UpstreamLogin.shownIn(session, login)).isEmpty();
    }

    @Test
    void oldIdOfALinkedAccountIsFoundToo() {
        BrokeredIdentityContext answer = answer("there-2", "provider-1");
        answer.setLegacyId("there-1");

        UpstreamLogin.record(session, answer, THEN);

        assertThat(UpstreamLogin.shownIn(session, login)).isEqualTo(Map.of("provider-1", THEN));
    }

    @Test
    void answerOfALinkThatIsNotConfirmedShowsNothing() {
        BrokeredIdentityContext answer = answer("there-1", "provider-1");
        UnconfirmedLinks.add(user, answer.getIdpConfig());

        UpstreamLogin.record(session, answer, THEN);
        UpstreamLogin.record(session, answer("there-1", "provider-2"), THEN);

        assertThat(UpstreamLogin.shownIn(session, login)).isEqualTo(Map.of("provider-2", THEN));
        assertThat(answer.getContextData()).isEmpty();
        UnconfirmedLinks.remove(user, "provider-1");
        UpstreamLogin.record(session, answer, THEN);
        assertThat(UpstreamLogin.shownIn(session, login)).containsKey("provider-1");
    }

    @Test
    void sessionKeepsTheLatestTimeOfEachProviderForItsUserOnly() {
        UpstreamLogin.record(session, answer("there-1", "provider-1"), THEN);
        UpstreamLogin.keep(session, login, userSession);
        loginNotes.clear();
        UpstreamLogin.record(session, answer("there-1", "provider-1"), THEN.minusSeconds(60));
        UpstreamLogin.record(session, answer("there-1", "provider-2"), Instant.EPOCH);
        UpstreamLogin.keep(session, login, userSession);

        assertThat(UpstreamLogin.shownIn(userSession))
                .isEqualTo(Map.of("provider-1", THEN, "provider-2", Instant.EPOCH));
        when(userSession.getUser()).thenReturn(other);
        assertThat(UpstreamLogin.shownIn(userSession)).isEmpty();
    }

    @Test
    void loginOfAnotherUserAddsNothingToASession() {
        UpstreamLogin.record(session, answer("there-1", "provider-1"), THEN);
        when(userSession.getUser()).thenReturn(other);

        UpstreamLogin.keep(session, login, userSession);

        assertThat(sessionNotes).isEmpty();
    }

    @Test
    void linkingUnderASessionAndExchangingATokenShowNothing() {
        loginNotes.put(IdentityBrokerService.LINKING_IDENTITY_PROVIDER, "session-1client-1elsewhere");
        BrokeredIdentityContext linking = answer("there-1", "provider-1");
        BrokeredIdentityContext unknown = answer("there-2", "provider-1");
        BrokeredIdentityContext exchange = answer("there-1", "provider-1");
        exchange.setAuthenticationSession(null);

        UpstreamLogin.record(session, linking, THEN);
        UpstreamLogin.record(session, unknown, THEN);
        UpstreamLogin.record(session, exchange, THEN);
        UpstreamLogin.assign(session, unknown, user);

        assertThat(UpstreamLogin.shownIn(session, login)).isEmpty();
        assertThat(unknown.getContextData()).isEmpty();
    }

    @Test
    void whatWaitsAtAFirstLoginBelongsToTheAccountThatIsCreated() {
        for (String note : List.of(
                AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE,
                PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT)) {
            loginNotes.clear();
            loginNotes.put(PostBrokerLoginConstants.PBL_AFTER_FIRST_BROKER_LOGIN, "true");
            loginNotes.put(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER, "true");
            waiting().saveToAuthenticationSession(login, note);

            when(login.getAuthenticatedUser()).thenReturn(null);
            assertThat(UpstreamLogin.shownIn(session, login)).as(note).isEmpty();

            when(login.getAuthenticatedUser()).thenReturn(user);
            assertThat(UpstreamLogin.shownIn(session, login)).as(note).isEqualTo(Map.of("provider-1", THEN));

            loginNotes.remove(note);
            assertThat(UpstreamLogin.shownIn(session, login))
                    .as("when Keycloak has removed its note")
                    .isEqualTo(Map.of("provider-1", THEN));
            when(login.getAuthenticatedUser()).thenReturn(other);
            assertThat(UpstreamLogin.shownIn(session, login)).as(note).isEmpty();
        }
    }

    @Test
    void noteOfALaterLoginIsNotTakenForThatOfAFirstOne() {
        loginNotes.put(PostBrokerLoginConstants.PBL_AFTER_FIRST_BROKER_LOGIN, "false");
        loginNotes.put(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER, "true");
        waiting().saveToAuthenticationSession(login, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);

        assertThat(UpstreamLogin.shownIn(session, login)).isEmpty();
    }

    @Test
    void accountThatIsCreatedGetsItAtTheEndOfTheFirstLogin() {
        loginNotes.put(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER, "true");
        BrokeredIdentityContext answer = answer("there-2", "provider-1");
        UpstreamLogin.record(session, answer, THEN);

        UpstreamLogin.assign(session, answer, user);

        assertThat(UpstreamLogin.shownIn(session, login)).isEqualTo(Map.of("provider-1", THEN));
    }

    /** Keycloak's note of an answer for an account that is not linked yet. */
    private SerializedBrokeredIdentityContext waiting() {
        BrokeredIdentityContext answer = answer("there-2", "provider-1");
        UserAuthenticationIdentityProvider<?> idp = mock(UserAuthenticationIdentityProvider.class);
        when(idp.getMarshaller()).thenReturn(new DefaultDataMarshaller());
        answer.setIdp(idp);
        UpstreamLogin.record(session, answer, THEN);
        return SerializedBrokeredIdentityContext.serialize(answer);
    }

    private BrokeredIdentityContext answer(String id, String providerId) {
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setAlias("elsewhere");
        provider.setInternalId(providerId);
        provider.setEnabled(true);
        BrokeredIdentityContext context = new BrokeredIdentityContext(id, provider);
        context.setAuthenticationSession(login);
        return context;
    }
}
