package dev.tenantmfa.assurance.flow;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.ClientPolicyManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** Whether all login methods see the factors of this extension: asked at each login with an OTP that is not converted. */
class LoginMethodsTest {

    private static final Map<String, String> LEGACY = Map.of("browser", "legacy");

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final ClientModel client = mock(ClientModel.class);
    private final IdentityProviderStorageProvider providers = mock(IdentityProviderStorageProvider.class);
    private final Map<Class<?>, List<?>> rows = new HashMap<>();

    @BeforeEach
    void wireTheRealm() throws ClientPolicyException {
        KeycloakSessionFactory server = mock(KeycloakSessionFactory.class);
        when(session.getKeycloakSessionFactory()).thenReturn(server);
        when(server.getProviderFactory(eq(Authenticator.class), anyString()))
                .thenReturn(mock(AuthenticatorFactory.class));
        when(session.identityProviders()).thenReturn(providers);
        ClientPolicyManager policies = mock(ClientPolicyManager.class);
        when(policies.getClientProfiles(realm, true)).thenReturn(new ClientProfilesRepresentation());
        when(session.clientPolicy()).thenReturn(policies);
        EntityManager entities = mock(EntityManager.class);
        when(entities.createQuery(anyString(), any())).thenAnswer(call -> {
            TypedQuery<?> query = mock(TypedQuery.class, RETURNS_SELF);
            when(query.getResultList()).thenAnswer(asked -> rows.getOrDefault(call.getArgument(1), List.of()));
            return query;
        });
        JpaConnectionProvider database = mock(JpaConnectionProvider.class);
        when(database.getEntityManager()).thenReturn(entities);
        when(session.getProvider(JpaConnectionProvider.class)).thenReturn(database);
        AuthenticationFlowModel browser = flow("wired", "auth-username-password-form", "tmfa-second-factor");
        AuthenticationFlowModel grants = flow("grants", "direct-grant-validate-password", "tmfa-direct-grant-code");
        flow("legacy", "auth-username-password-form", "auth-otp-form");
        flow("first", "idp-confirm-link", "auth-otp-form");
        when(realm.getBrowserFlow()).thenReturn(browser);
        when(realm.getDirectGrantFlow()).thenReturn(grants);
        when(client.isEnabled()).thenReturn(true);
        when(realm.searchClientByAuthenticationFlowBindingOverrides(eq(LEGACY), any(), any()))
                .thenAnswer(call -> Stream.of(client));
    }

    private AuthenticationFlowModel flow(String id, String... steps) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id);
        flow.setAlias(id);
        when(realm.getAuthenticationFlowById(id)).thenReturn(flow);
        when(realm.getAuthenticationExecutionsStream(id))
                .thenAnswer(call -> Stream.of(steps).map(LoginMethodsTest::required));
        return flow;
    }

    private static AuthenticationExecutionModel required(String step) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setRequirement(Requirement.REQUIRED);
        execution.setAuthenticator(step);
        return execution;
    }

    @Test
    void clientsAndProvidersAreNotReadOneByOne() {
        assertThat(allSee()).isTrue();
        rows.put(BoundFlows.OfClient.class, List.of(new BoundFlows.OfClient("browser", "legacy")));
        assertThat(allSee()).isFalse();
        when(client.isEnabled()).thenReturn(false);
        assertThat(allSee()).as("nobody logs in by it").isTrue();

        verify(realm, never()).getClientsStream();
        verify(providers, never()).getAllStream();
    }

    @Test
    void firstLoginThroughAProviderCountsIfThePostLoginFlowIsNotWired() {
        rows.put(BoundFlows.OfProvider.class, List.of(new BoundFlows.OfProvider("first", "wired")));
        assertThat(allSee()).isTrue();
        rows.put(BoundFlows.OfProvider.class, List.of(new BoundFlows.OfProvider("first", null)));
        assertThat(allSee()).isFalse();
        rows.put(BoundFlows.OfProvider.class, List.of(new BoundFlows.OfProvider(null, null)));
        assertThat(allSee()).as("the realm has no such flow").isTrue();
        rows.put(BoundFlows.OfProvider.class, List.of(new BoundFlows.OfProvider(null, "legacy")));
        assertThat(allSee()).isFalse();
    }

    @Test
    void unwiredDirectGrantFlowCountsIfAClientUsesIt() {
        AuthenticationFlowModel unwired =
                flow("unwired", "direct-grant-validate-password", "direct-grant-validate-otp");
        when(realm.getDirectGrantFlow()).thenReturn(unwired);
        when(realm.getClientsStream()).thenAnswer(call -> Stream.of(client));
        assertThat(allSee()).isTrue();

        when(client.isStandardFlowEnabled()).thenReturn(true);
        when(client.getAttribute("first.party.app")).thenReturn("true");
        assertThat(allSee()).isFalse();
        when(client.isConsentRequired()).thenReturn(true);
        assertThat(allSee()).isTrue();
        when(client.isDirectAccessGrantsEnabled()).thenReturn(true);
        assertThat(allSee()).isFalse();
    }

    private boolean allSee() {
        return LoginMethods.allSeeOurFactors(session, realm);
    }
}
