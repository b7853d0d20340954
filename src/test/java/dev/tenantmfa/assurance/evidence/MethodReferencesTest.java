package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.WebAuthnPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class MethodReferencesTest {

    private final KeycloakSession keycloak = mock(KeycloakSession.class);
    private final KeycloakSessionFactory server = mock(KeycloakSessionFactory.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final UserModel user = RealmFixture.person("user-1", new InMemoryCredentials());
    private final UserSessionModel session = mock(UserSessionModel.class);
    private final AuthenticatedClientSessionModel clientSession = mock(AuthenticatedClientSessionModel.class);
    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, Integer> completed = new HashMap<>();
    private final int now = Time.currentTime();

    @BeforeEach
    void keepNotes() {
        KeycloakContext context = mock(KeycloakContext.class);
        when(keycloak.getContext()).thenReturn(context);
        when(keycloak.getKeycloakSessionFactory()).thenReturn(server);
        when(context.getRealm()).thenReturn(realm);
        when(session.getUser()).thenReturn(user);
        when(session.getRealm()).thenReturn(realm);
        when(session.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setNote(anyString(), anyString());
        when(clientSession.getUserSession()).thenReturn(session);
        when(clientSession.getClient()).thenReturn(mock(ClientModel.class));
        when(realm.getWebAuthnPolicyPasswordless()).thenReturn(new WebAuthnPolicy());
    }

    @Test
    void passwordOnlyIsOneMethod() {
        completed("auth-username-password-form", "password", null, now);

        assertThat(references()).containsExactly("pwd");
    }

    @ParameterizedTest
    @CsvSource({
        "TOTP, otp",
        "BACKUP_CODE, otp",
        "EMAIL, otp",
        "ACCESS_PASS, otp",
        "SMS, sms",
        "SECURITY_KEY, hwk pop",
        "PASSKEY, hwk pop",
        "UPSTREAM, ",
    })
    void evidenceIsNamedAsTheRegistryDoes(Method method, @Nullable String values) {
        completed("auth-username-password-form", "password", null, now - 60);
        SessionEvidence.add(session, method, Instant.ofEpochSecond(now));

        List<String> expected = new ArrayList<>(
                List.of(("pwd " + (values == null ? "" : values)).strip().split(" ")));
        expected.add("mfa");
        assertThat(references()).containsExactlyElementsOf(expected);
    }

    @Test
    void formForAUsernameNamesNoPassword() {
        completed("auth-username-form", "password", null, now);
        completed("webauthn-authenticator", "webauthn", null, now);

        assertThat(references()).containsExactly("hwk", "pop", "mfa");
    }

    @Test
    void nothingIsNamedTwice() {
        completed("auth-username-password-form", "password", "pwd", now);
        completed("auth-otp-form", "otp", "otp", now);
        SessionEvidence.add(session, Method.TOTP, Instant.ofEpochSecond(now));
        SessionEvidence.add(session, Method.BACKUP_CODE, Instant.ofEpochSecond(now));

        assertThat(references()).containsExactlyInAnyOrder("pwd", "otp", "mfa").endsWith("mfa");
    }

    @Test
    void ourStepThatAskedForNothingNamesNothing() {
        completed("tmfa-second-factor", "tmfa-totp", "otp", now);
        completed("tmfa-tenant-login-form", "password", "pwd", now);

        assertThat(references()).containsExactly("pwd");
    }

    @Test
    void referenceOfAnotherStepIsKept() {
        completed("auth-spnego", "kerberos", "kba", now);

        assertThat(references()).containsExactly("kba");
    }

    @Test
    void formThatAcceptedAPasskeyNamesNoPassword() {
        completed("tmfa-tenant-login-form", "password", "pwd", now);
        SessionEvidence.add(session, Method.PASSKEY, Instant.ofEpochSecond(now));

        assertThat(references()).containsExactly("hwk", "pop", "mfa");
    }

    private List<String> references() {
        notes.put(
                Constants.AUTHENTICATORS_COMPLETED,
                completed.entrySet().stream()
                        .map(step -> "\"" + step.getKey() + "\":" + step.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
        return new MethodReferences(keycloak).of(clientSession, null);
    }

    /** A step of that authenticator that succeeded, with Keycloak's reference value if it has one. */
    private void completed(String authenticator, String category, @Nullable String reference, int time) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setId(authenticator);
        execution.setAuthenticator(authenticator);
        when(realm.getAuthenticationExecutionById(authenticator)).thenReturn(execution);
        AuthenticatorFactory factory = mock(AuthenticatorFactory.class);
        when(factory.getReferenceCategory()).thenReturn(category);
        when(server.getProviderFactory(Authenticator.class, authenticator)).thenReturn(factory);
        if (reference != null) {
            AuthenticatorConfigModel config = new AuthenticatorConfigModel();
            config.setConfig(Map.of("default.reference.value", reference, "default.reference.maxAge", "300"));
            execution.setAuthenticatorConfig(authenticator + " config");
            when(realm.getAuthenticatorConfigById(authenticator + " config")).thenReturn(config);
        }
        completed.put(authenticator, time);
    }
}
