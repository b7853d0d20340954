package dev.tenantmfa.it.support;

import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** A sub-flow that contains itself, which no tool of Keycloak makes. */
final class LoopedFlow {

    private LoopedFlow() {}

    static void add(RealmModel realm, String flow, String alias, String requirement) {
        AuthenticationFlowModel parent = realm.getFlowByAlias(flow);
        AuthenticationFlowModel loop = parent;
        if (!alias.equals(flow)) {
            loop = new AuthenticationFlowModel();
            loop.setAlias(alias);
            loop.setProviderId(parent.getProviderId());
            loop = realm.addAuthenticationFlow(loop);
            addSubFlow(realm, loop, loop, requirement);
        }
        addSubFlow(realm, parent, loop, requirement);
    }

    private static void addSubFlow(
            RealmModel realm, AuthenticationFlowModel parent, AuthenticationFlowModel sub, String requirement) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setParentFlow(parent.getId());
        execution.setFlowId(sub.getId());
        execution.setAuthenticatorFlow(true);
        execution.setRequirement(AuthenticationExecutionModel.Requirement.valueOf(requirement));
        execution.setPriority(1000);
        realm.addAuthenticatorExecution(execution);
    }
}
