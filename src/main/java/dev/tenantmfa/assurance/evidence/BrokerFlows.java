package dev.tenantmfa.assurance.evidence;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Which steps belong to a login through an identity provider: those of its first login and post login flows. */
record BrokerFlows(KeycloakSession session) {

    private static final int DEEPEST = 20;

    /** Alias of the identity provider that the login goes through; empty for a login of another kind. */
    Optional<String> providerOf(AuthenticationSessionModel login) {
        return Stream.of(
                        PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT,
                        AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE)
                .filter(note -> login.getAuthNote(note) != null)
                .map(note -> SerializedBrokeredIdentityContext.readFromAuthenticationSession(login, note))
                .map(SerializedBrokeredIdentityContext::getIdentityProviderId)
                .findFirst()
                .or(() -> Optional.ofNullable(login.getUserSessionNotes().get(Details.IDENTITY_PROVIDER)));
    }

    /** Whether the step is in one of the provider's flows. */
    boolean holds(String providerAlias, String executionId) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(providerAlias);
        return provider != null
                && topFlow(executionId).filter(flowsOf(provider)::contains).isPresent();
    }

    private Set<String> flowsOf(IdentityProviderModel provider) {
        AuthenticationFlowModel usual = realm().getFirstBrokerLoginFlow();
        String first = provider.getFirstBrokerLoginFlowId();
        return Stream.of(
                        Optional.ofNullable(first != null || usual == null ? first : usual.getId()),
                        Optional.ofNullable(provider.getPostBrokerLoginFlowId()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private Optional<String> topFlow(String executionId) {
        @Nullable AuthenticationExecutionModel execution = realm().getAuthenticationExecutionById(executionId);
        for (int depth = 0; execution != null && depth < DEEPEST; depth++) {
            AuthenticationFlowModel flow = realm().getAuthenticationFlowById(execution.getParentFlow());
            if (flow == null || flow.isTopLevel()) {
                return Optional.ofNullable(flow).map(AuthenticationFlowModel::getId);
            }
            execution = realm().getAuthenticationExecutionByFlowId(flow.getId());
        }
        return Optional.empty();
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }
}
