package dev.tenantmfa.assurance.flow;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** A realm with flows. */
public final class FlowFixture {

    public static final String STEP = "tmfa-second-factor";

    public final RealmModel realm = mock(RealmModel.class);

    public void flow(String id, AuthenticationExecutionModel... executions) {
        when(realm.getAuthenticationExecutionsStream(id)).thenAnswer(call -> Stream.of(executions));
    }

    public AuthenticationExecutionModel subFlow(String id) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setRequirement(Requirement.CONDITIONAL);
        execution.setAuthenticatorFlow(true);
        execution.setFlowId(id);
        when(realm.getAuthenticationFlowById(id)).thenReturn(new AuthenticationFlowModel());
        return execution;
    }

    public AuthenticationExecutionModel level(int level) {
        return execution("conditional-level-of-authentication", Map.of("loa-condition-level", Integer.toString(level)));
    }

    /** @param methods null if the step is not limited to any */
    public AuthenticationExecutionModel step(@Nullable String methods) {
        return execution(STEP, methods == null ? Map.of() : Map.of("methods", methods));
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
