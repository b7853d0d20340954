package dev.tenantmfa.tenant.people;

import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.authorization.Decision;
import org.keycloak.authorization.Decision.Effect;
import org.keycloak.authorization.common.DefaultEvaluationContext;
import org.keycloak.authorization.identity.UserModelIdentity;
import org.keycloak.authorization.model.Policy;
import org.keycloak.authorization.model.ResourceServer;
import org.keycloak.authorization.permission.ResourcePermission;
import org.keycloak.authorization.policy.evaluation.DefaultEvaluation;
import org.keycloak.authorization.policy.evaluation.Evaluation;
import org.keycloak.authorization.policy.evaluation.EvaluationContext;
import org.keycloak.authorization.policy.provider.PolicyProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds users who administer a realm by permissions and not by a role: both versions of Keycloak's fine-grained admin
 * permissions. A user with any permission, for any resource, counts. Policies that do not depend on the user, such as
 * those about time or client, are taken as met: an administrator is also one at night.
 */
final class FineGrainedAdministrators {

    private static final Set<String> PERMISSIONS = Set.of("scope", "resource");

    private static final Set<String> NOT_ABOUT_USERS = Set.of("time", "client", "client-scope");

    private static final String AGGREGATE = "aggregate";

    private final AuthorizationProvider authorization;
    private final EvaluationContext context;

    private FineGrainedAdministrators(AuthorizationProvider authorization, EvaluationContext context) {
        this.authorization = authorization;
        this.context = context;
    }

    static boolean include(KeycloakSession session, UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        AuthorizationProvider authorization = session.getProvider(AuthorizationProvider.class);
        if (authorization == null) {
            return false;
        }
        EvaluationContext context = new DefaultEvaluationContext(new UserModelIdentity(realm, user), session);
        FineGrainedAdministrators administrators = new FineGrainedAdministrators(authorization, context);
        // The second client stores the first version of these permissions.
        return Stream.of(
                        realm.getAdminPermissionsClient(),
                        realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID))
                .filter(Objects::nonNull)
                .map(client ->
                        authorization.getStoreFactory().getResourceServerStore().findByClient(client))
                .filter(Objects::nonNull)
                .anyMatch(administrators::grantsAnything);
    }

    private boolean grantsAnything(ResourceServer server) {
        return authorization.getStoreFactory().getPolicyStore().findByResourceServer(server).stream()
                .filter(policy -> PERMISSIONS.contains(policy.getType()))
                .anyMatch(permission -> grants(permission, server));
    }

    /** Combines the policies of a permission or of an aggregated policy as Keycloak does; no policies grant nothing. */
    private boolean grants(Policy permission, ResourceServer server) {
        List<Policy> policies = List.copyOf(permission.getAssociatedPolicies());
        long met = policies.stream().filter(policy -> isMet(policy, server)).count();
        return switch (permission.getDecisionStrategy()) {
            case AFFIRMATIVE -> met > 0;
            case CONSENSUS -> met > policies.size() - met;
            case UNANIMOUS -> met > 0 && met == policies.size();
        };
    }

    private boolean isMet(Policy policy, ResourceServer server) {
        if (NOT_ABOUT_USERS.contains(policy.getType())) {
            return true;
        }
        if (AGGREGATE.equals(policy.getType())) {
            return grants(policy, server);
        }
        PolicyProvider provider = authorization.getProvider(policy.getType());
        if (provider == null) {
            return false;
        }
        ResourcePermission anything = new ResourcePermission(null, List.of(), server);
        // The effect is read from the evaluation, so the decision needs no receiver.
        Decision<Evaluation> untold = decided -> {};
        DefaultEvaluation evaluation =
                new DefaultEvaluation(anything, context, null, policy, untold, authorization, new HashMap<>());
        provider.evaluate(evaluation);
        return evaluation.getEffect() == Effect.PERMIT;
    }
}
