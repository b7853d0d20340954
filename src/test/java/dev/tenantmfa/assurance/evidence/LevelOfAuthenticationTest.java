package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** A flow with a level 2 for all methods and a level 3 for security keys and passkeys. */
class LevelOfAuthenticationTest {

    private static final String TYPE = "tmfa-totp";

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final Map<String, AuthenticationFlowModel> flows = new HashMap<>();

    @BeforeEach
    void wire() {
        KeycloakSessionFactory server = mock(KeycloakSessionFactory.class);
        when(session.getKeycloakSessionFactory()).thenReturn(server);
        AuthenticatorFactory step = mock(AuthenticatorFactory.class);
        when(step.getReferenceCategory()).thenReturn(TYPE);
        when(server.getProviderFactory(Authenticator.class, "tmfa-second-factor"))
                .thenReturn(step);
        flow("top", subFlow("level 2"), subFlow("level 3"), step(null));
        flow("level 2", level(2), step(null));
        flow("level 3", level(3), step("security-key##passkey"));
    }

    @Test
    void codeReachesTheLevelOfAllMethods() {
        assertThat(highest(Method.TOTP)).isEqualTo(2);
        assertThat(highest(Method.SMS)).isEqualTo(2);
    }

    @Test
    void keyReachesTheLevelOfKeys() {
        assertThat(highest(Method.SECURITY_KEY)).isEqualTo(3);
        assertThat(highest(Method.TOTP, Method.PASSKEY)).isEqualTo(3);
    }

    @Test
    void listWithoutAnyKnownMethodAcceptsAll() {
        flow("level 3", level(3), step("carrier-pigeon"));

        assertThat(highest(Method.TOTP)).isEqualTo(3);
    }

    private int highest(Method... shown) {
        return new LevelOfAuthentication.Levels(session, realm, TYPE, Set.of(shown))
                .highestIn(flows.get("top"), Constants.NO_LOA);
    }

    private void flow(String id, AuthenticationExecutionModel... executions) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id);
        flows.put(id, flow);
        when(realm.getAuthenticationFlowById(id)).thenReturn(flow);
        when(realm.getAuthenticationExecutionsStream(id)).thenAnswer(call -> Stream.of(executions));
    }

    private static AuthenticationExecutionModel subFlow(String id) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setRequirement(Requirement.CONDITIONAL);
        execution.setAuthenticatorFlow(true);
        execution.setFlowId(id);
        return execution;
    }

    private AuthenticationExecutionModel level(int level) {
        return execution("conditional-level-of-authentication", Map.of("loa-condition-level", Integer.toString(level)));
    }

    private AuthenticationExecutionModel step(@Nullable String methods) {
        return execution("tmfa-second-factor", methods == null ? Map.of() : Map.of("methods", methods));
    }

    private AuthenticationExecutionModel execution(String authenticator, Map<String, String> values) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setRequirement(Requirement.REQUIRED);
        execution.setAuthenticator(authenticator);
        String id = authenticator + List.copyOf(values.values());
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setConfig(values);
        execution.setAuthenticatorConfig(id);
        when(realm.getAuthenticatorConfigById(id)).thenReturn(config);
        return execution;
    }
}
