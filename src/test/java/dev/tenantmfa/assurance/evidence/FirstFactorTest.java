package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class FirstFactorTest {

    private final KeycloakSession keycloak = mock(KeycloakSession.class);
    private final KeycloakSessionFactory server = mock(KeycloakSessionFactory.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final UserModel user = RealmFixture.person("user-1", new InMemoryCredentials());
    private final UserSessionModel session = mock(UserSessionModel.class);
    private final AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, ExecutionStatus> steps = new HashMap<>();

    @BeforeEach
    void keepNotes() {
        KeycloakContext context = mock(KeycloakContext.class);
        when(keycloak.getContext()).thenReturn(context);
        when(keycloak.getKeycloakSessionFactory()).thenReturn(server);
        when(context.getRealm()).thenReturn(realm);
        when(session.getUser()).thenReturn(user);
        when(session.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setNote(anyString(), anyString());
        when(login.getAuthenticatedUser()).thenReturn(user);
        when(login.getExecutionStatus()).thenReturn(steps);
        when(login.getRequiredActions()).thenReturn(Set.of());
        when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "auth-username-password-form, password, true",
        "auth-password-form, password, true",
        "webauthn-authenticator-passwordless, webauthn-passwordless, true",
        "auth-spnego, kerberos, true",
        "auth-x509-client-username-form, , true",
        "direct-grant-auth-x509-username, , true",
        "auth-username-form, password, false",
        "auth-cookie, cookie, false",
        "auth-otp-form, otp, false",
        "foreign-step, , false"
    })
    void stepsThatAskForAFirstFactorCount(String step, @Nullable String category, boolean expected) {
        succeeded(step, category);
        notes.put(Constants.AUTHENTICATORS_COMPLETED, "{\"" + step + "\":1}");

        assertThat(FirstFactor.wasShownIn(keycloak, login)).isEqualTo(expected);
        assertThat(FirstFactor.wasShownIn(keycloak, session)).isEqualTo(expected);
    }

    @Test
    void formForAUsernameCountsIfItAcceptedAPasskey() {
        succeeded("auth-username-form", "password");
        when(login.getAuthNote(AuthenticationProcessor.AUTHN_CREDENTIALS)).thenReturn("[\"webauthn-passwordless\"]");

        assertThat(FirstFactor.wasShownIn(keycloak, login)).isTrue();
    }

    @Test
    void passwordOfARegistrationIsTheFirstFactorOfItsSession() {
        execution("registration-password-action");
        FormActionFactory action = mock(FormActionFactory.class);
        when(action.getReferenceCategory()).thenReturn("password");
        when(server.getProviderFactory(FormAction.class, "registration-password-action"))
                .thenReturn(action);

        assertKept();
    }

    @Test
    void foreignFirstFactorIsThatOfTheSessionThatItOpened() {
        succeeded("foreign-step", null);

        assertKept();
    }

    @Test
    void foreignStepAfterALinkOrUnderSingleSignOnIsNone() {
        succeeded("foreign-step", null);
        when(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID)).thenReturn("user-1");
        FirstFactor.keep(keycloak, login, session);
        when(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID)).thenReturn(null);
        succeeded("auth-cookie", "cookie");
        FirstFactor.keep(keycloak, login, session);

        assertThat(FirstFactor.wasShownIn(keycloak, session)).isFalse();
    }

    @Test
    void linkAloneIsNone() {
        succeeded("reset-credential-email", null);
        when(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID)).thenReturn("user-1");
        FirstFactor.keep(keycloak, login, session);

        assertThat(FirstFactor.wasShownIn(keycloak, session)).isFalse();
    }

    @Test
    void firstFactorOfAnotherUserIsNone() {
        succeeded("auth-password-form", "password");
        UserModel other = RealmFixture.person("user-2", new InMemoryCredentials());
        when(login.getAuthenticatedUser()).thenReturn(other);
        FirstFactor.keep(keycloak, login, session);

        assertThat(FirstFactor.wasShownIn(keycloak, session)).isFalse();
    }

    private void assertKept() {
        assertThat(FirstFactor.wasShownIn(keycloak, session)).isFalse();
        FirstFactor.keep(keycloak, login, session);
        assertThat(FirstFactor.wasShownIn(keycloak, session)).isTrue();
    }

    private void succeeded(String step, @Nullable String category) {
        execution(step);
        AuthenticatorFactory factory = mock(AuthenticatorFactory.class);
        when(factory.getReferenceCategory()).thenReturn(category);
        when(server.getProviderFactory(Authenticator.class, step)).thenReturn(factory);
    }

    private void execution(String step) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setAuthenticator(step);
        when(realm.getAuthenticationExecutionById(step)).thenReturn(execution);
        steps.put(step, ExecutionStatus.SUCCESS);
    }
}
