package dev.tenantmfa.assurance.upstream;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What counts of {@link UpstreamLogin}: ids of providers with times. A provider that was disabled or deleted since does not
 * count. Costs nothing where no provider asked for a second factor.
 */
public final class AcceptedUpstream {

    private AcceptedUpstream() {}

    /**
     * What counts at a login.
     *
     * @param earlier the session that the login reuses, if what it has shown is to count too
     */
    public static Map<String, Instant> at(
            KeycloakSession session, AuthenticationSessionModel login, Optional<UserSessionModel> earlier) {
        Map<String, Instant> shown = new TreeMap<>(UpstreamLogin.shownIn(session, login));
        earlier.ifPresent(open -> UpstreamNote.merge(shown, UpstreamLogin.shownIn(open)));
        UserModel user = login.getAuthenticatedUser();
        return user == null
                ? Map.of()
                : accepted(session, shown, (policy, provider) -> policy.acceptsAt(provider, user, login));
    }

    /** What counts for the tokens of a client session. */
    public static Map<String, Instant> at(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        return accepted(
                session,
                UpstreamLogin.shownIn(clientSession.getUserSession()),
                (policy, provider) -> policy.acceptsAt(provider, clientSession, context));
    }

    /** What counts in a tenant. */
    public static Map<String, Instant> in(KeycloakSession session, UserSessionModel userSession, String tenantId) {
        return accepted(
                session,
                UpstreamLogin.shownIn(userSession),
                (policy, provider) -> policy.acceptsIn(provider, tenantId, userSession.getUser()));
    }

    private static Map<String, Instant> accepted(
            KeycloakSession session,
            Map<String, Instant> shown,
            BiPredicate<UpstreamPolicy, IdentityProviderModel> accepts) {
        if (shown.isEmpty()) {
            return shown;
        }
        Set<UpstreamPolicy> policies = session.getAllProviders(UpstreamPolicy.class);
        return shown.entrySet().stream()
                .filter(one -> Optional.ofNullable(session.identityProviders().getById(one.getKey()))
                        .filter(IdentityProviderModel::isEnabled)
                        .filter(provider -> !policies.isEmpty()
                                && policies.stream().allMatch(policy -> accepts.test(policy, provider)))
                        .isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }
}
