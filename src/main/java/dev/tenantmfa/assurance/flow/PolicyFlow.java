package dev.tenantmfa.assurance.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientPolicyExecutorRepresentation;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/**
 * A flow that client policies select for logins. Keycloak uses it instead of the flow of the realm or the client, also at
 * the challenge endpoint.
 *
 * @param profile client profile that has the executor
 * @param alias of the flow
 * @param isUsed whether an enabled client policy has the profile
 */
record PolicyFlow(String profile, String alias, boolean isUsed) {

    private static final String EXECUTOR = "auth-flow-enforcer";
    private static final String ALIAS = "auth-flow-alias";

    /** Those of a realm, one for each client profile with the executor. */
    static List<PolicyFlow> of(KeycloakSession session, RealmModel realm) {
        try {
            ClientProfilesRepresentation profiles = session.clientPolicy().getClientProfiles(realm, true);
            List<PolicyFlow> found = Stream.of(profiles.getProfiles(), profiles.getGlobalProfiles())
                    .flatMap(PolicyFlow::each)
                    .flatMap(profile ->
                            selectedBy(profile).map(alias -> new PolicyFlow(profile.getName(), alias, false)).stream())
                    .toList();
            return found.isEmpty()
                    ? found
                    : withUse(found, session.clientPolicy().getClientPolicies(realm, true));
        } catch (ClientPolicyException e) {
            // Keycloak then refuses all logins of applications.
            return List.of();
        }
    }

    private static List<PolicyFlow> withUse(List<PolicyFlow> found, ClientPoliciesRepresentation policies) {
        Set<String> used = Stream.of(policies.getPolicies(), policies.getGlobalPolicies())
                .flatMap(PolicyFlow::each)
                .filter(policy -> Boolean.TRUE.equals(policy.isEnabled()))
                .map(ClientPolicyRepresentation::getProfiles)
                .flatMap(PolicyFlow::each)
                .collect(Collectors.toSet());
        List<PolicyFlow> known = new ArrayList<>();
        found.forEach(flow -> known.add(new PolicyFlow(flow.profile, flow.alias, used.contains(flow.profile))));
        return known;
    }

    /** Keycloak runs all executors of a profile, so the last one decides. */
    private static Optional<String> selectedBy(ClientProfileRepresentation profile) {
        return each(profile.getExecutors())
                .filter(executor -> EXECUTOR.equals(executor.getExecutorProviderId()))
                .map(ClientPolicyExecutorRepresentation::getConfiguration)
                .filter(settings -> settings != null && settings.hasNonNull(ALIAS))
                .map(settings -> settings.get(ALIAS).asText())
                .reduce((earlier, later) -> later);
    }

    private static <T> Stream<T> each(@Nullable List<T> list) {
        return list == null ? Stream.of() : list.stream();
    }
}
