package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.authenticators.browser.ConditionalOtpFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.WebAuthnPolicy;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class SessionEvidenceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int STARTED = (int) NOW.minusSeconds(3600).getEpochSecond();

    private final KeycloakSession keycloak = mock(KeycloakSession.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final UserModel user = RealmFixture.person("user-1", new InMemoryCredentials());
    private final UserSessionModel session = mock(UserSessionModel.class);
    private final Map<String, String> notes = new HashMap<>();

    @BeforeEach
    void keepNotes() {
        KeycloakContext context = mock(KeycloakContext.class);
        when(keycloak.getContext()).thenReturn(context);
        when(context.getRealm()).thenReturn(realm);
        when(session.getUser()).thenReturn(user);
        when(session.getRealm()).thenReturn(realm);
        when(session.getStarted()).thenReturn(STARTED);
        when(session.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setNote(anyString(), anyString());
    }

    @Test
    void evidenceBelongsToItsUserOnly() {
        SessionEvidence.add(session, Method.TOTP, NOW);
        assertThat(shown().all()).containsExactly(new Evidence(Method.TOTP, NOW));

        UserModel other = RealmFixture.person("user-2", new InMemoryCredentials());
        when(session.getUser()).thenReturn(other);

        assertThat(shown().isEmpty()).isTrue();
    }

    @Test
    void eachMethodIsKeptWithItsLastTime() {
        SessionEvidence.add(session, Method.SMS, NOW.minusSeconds(60));
        SessionEvidence.add(session, Method.TOTP, NOW.minusSeconds(50));
        SessionEvidence.add(session, Method.SMS, NOW.minusSeconds(10));

        assertThat(shown().all())
                .containsExactly(
                        new Evidence(Method.TOTP, NOW.minusSeconds(50)),
                        new Evidence(Method.SMS, NOW.minusSeconds(10)));
        assertThat(shown().isWithin(Duration.ofSeconds(10), NOW)).isTrue();
        assertThat(shown().isWithin(Duration.ofSeconds(9), NOW)).isFalse();
    }

    /** Keycloak replaces the notes of the session by those of each login that ends. */
    @Test
    void loginsThatRunAtTheSameTimeAddUp() {
        AuthenticationSessionModel first = login();
        AuthenticationSessionModel second = login();
        SessionEvidence.add(first, Method.TOTP, NOW.minusSeconds(20));
        SessionEvidence.add(second, Method.SECURITY_KEY, NOW.minusSeconds(10));

        notes.putAll(second.getUserSessionNotes());
        notes.putAll(first.getUserSessionNotes());

        assertThat(shown().all())
                .containsExactly(
                        new Evidence(Method.TOTP, NOW.minusSeconds(20)),
                        new Evidence(Method.SECURITY_KEY, NOW.minusSeconds(10)));
        UserSessionModel offline = mock(UserSessionModel.class);
        SessionEvidence.copy(session, offline);
        verify(offline).setNote("tenant-mfa.evidence.totp", notes.get("tenant-mfa.evidence.totp"));
        verify(offline).setNote("tenant-mfa.evidence.security-key", notes.get("tenant-mfa.evidence.security-key"));
    }

    private AuthenticationSessionModel login() {
        AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
        Map<String, String> kept = new HashMap<>();
        when(login.getAuthenticatedUser()).thenReturn(user);
        when(login.getUserSessionNotes()).thenReturn(kept);
        doAnswer(call -> kept.put(call.getArgument(0), call.getArgument(1)))
                .when(login)
                .setUserSessionNote(anyString(), anyString());
        return login;
    }

    @Test
    void keycloaksOwnStepsCount() {
        completed("1", OTPFormAuthenticatorFactory.PROVIDER_ID, STARTED);
        completed("2", WebAuthnAuthenticatorFactory.PROVIDER_ID, STARTED + 5);

        assertThat(shown().all())
                .containsExactly(
                        new Evidence(Method.TOTP, Instant.ofEpochSecond(STARTED)),
                        new Evidence(Method.SECURITY_KEY, Instant.ofEpochSecond(STARTED + 5)));
    }

    @Test
    void stepsThatMayPassWithoutASecondFactorDoNot() {
        completed("1", UsernamePasswordFormFactory.PROVIDER_ID, STARTED);
        completed("2", ConditionalOtpFormAuthenticatorFactory.PROVIDER_ID, STARTED);
        completed("3", "auth-cookie", STARTED);
        completed("4", "foreign-otp", STARTED);

        assertThat(shown().isEmpty()).isTrue();
    }

    @Test
    void passkeyCountsWhereTheRealmHasTheUserVerified() {
        completed("1", WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID, STARTED);
        WebAuthnPolicy policy = mock(WebAuthnPolicy.class);
        when(realm.getWebAuthnPolicyPasswordless()).thenReturn(policy);
        when(policy.getUserVerificationRequirement()).thenReturn("preferred");
        assertThat(shown().isEmpty()).isTrue();

        when(policy.getUserVerificationRequirement()).thenReturn("required");

        assertThat(shown().all()).extracting(Evidence::method).containsExactly(Method.PASSKEY);
    }

    @Test
    void codeOfBeforeAnIdentityProviderLoggedSomebodyElseInDoesNotCount() {
        completed("1", OTPFormAuthenticatorFactory.PROVIDER_ID, STARTED);
        brokeredBy("partner", "post-login");

        assertThat(shown().isEmpty()).isTrue();
    }

    @Test
    void codeOfTheProvidersOwnFlowAndOfAStepUpDoCount() {
        completed("1", OTPFormAuthenticatorFactory.PROVIDER_ID, STARTED);
        standsIn("1", "post-login");
        brokeredBy("partner", "post-login");
        assertThat(shown().isEmpty()).isFalse();

        notes.clear();
        brokeredBy("partner", "post-login");
        completed("2", OTPFormAuthenticatorFactory.PROVIDER_ID, STARTED + 1);

        assertThat(shown().isEmpty()).isFalse();
    }

    private SessionEvidence shown() {
        return SessionEvidence.of(keycloak, session);
    }

    private void completed(String execution, String authenticator, int second) {
        AuthenticationExecutionModel model = new AuthenticationExecutionModel();
        model.setId(execution);
        model.setAuthenticator(authenticator);
        when(realm.getAuthenticationExecutionById(execution)).thenReturn(model);
        standsIn(execution, "browser");
        String note = notes.getOrDefault(Constants.AUTHENTICATORS_COMPLETED, "{}");
        String entry = "\"" + execution + "\":" + second + "}";
        notes.put(
                Constants.AUTHENTICATORS_COMPLETED,
                note.equals("{}") ? "{" + entry : note.substring(0, note.length() - 1) + "," + entry);
    }

    private void standsIn(String execution, String flow) {
        AuthenticationFlowModel model = new AuthenticationFlowModel();
        model.setId(flow);
        model.setTopLevel(true);
        realm.getAuthenticationExecutionById(execution).setParentFlow(flow);
        when(realm.getAuthenticationFlowById(flow)).thenReturn(model);
    }

    private void brokeredBy(String alias, String postLoginFlow) {
        notes.put(Details.IDENTITY_PROVIDER, alias);
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setAlias(alias);
        provider.setPostBrokerLoginFlowId(postLoginFlow);
        IdentityProviderStorageProvider providers = mock(IdentityProviderStorageProvider.class);
        when(keycloak.identityProviders()).thenReturn(providers);
        when(providers.getByAlias(alias)).thenReturn(provider);
    }
}
