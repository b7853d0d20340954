package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.platform.KeycloakClock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Reports invalid attributes of a policy: a warning in the log, and an admin event with the error {@code
 * invalid_policy_value} at the organization's path. The values themselves are not included.
 */
public final class PolicyComplaints {

    private static final Logger LOG = Logger.getLogger(PolicyComplaints.class);

    static final String ERROR = "invalid_policy_value";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationModel organization;

    private PolicyComplaints(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organization = organization;
    }

    public static PolicyComplaints of(KeycloakSession session, OrganizationModel organization) {
        return new PolicyComplaints(session, organization);
    }

    /** @param complaints the invalid attributes, each with the value that it counts as */
    public void tell(Map<String, String> complaints) {
        complaints.forEach((key, countsAs) -> LOG.warnf(
                "Attribute %s of organization %s in realm %s makes no sense; it counts as %s",
                key, organization.getId(), realm.getName(), countsAs));
        if (!complaints.isEmpty()) {
            send(event(complaints));
        }
    }

    private AdminEvent event(Map<String, String> complaints) {
        AdminEvent event = new AdminEvent();
        event.setId(UUID.randomUUID().toString());
        event.setTime(KeycloakClock.now().toEpochMilli());
        event.setRealmId(realm.getId());
        event.setRealmName(realm.getName());
        // No author: Keycloak has its own event of the change, unless it bypassed Keycloak.
        event.setAuthDetails(new AuthDetails());
        event.setOperationType(OperationType.UPDATE);
        event.setResourceType(ResourceType.ORGANIZATION);
        event.setResourcePath("organizations/" + organization.getId());
        event.setError(ERROR);
        Map<String, String> details = complaints.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> "counts as " + entry.getValue()));
        details.put("tenant_id", organization.getId());
        event.setDetails(details);
        return event;
    }

    /** Uses a transaction of its own: the current one may already be committing, and then accepts no listeners. */
    private void send(AdminEvent event) {
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), session.getContext(), own -> send(own, event));
        } catch (RuntimeException e) {
            LOG.warnf(e, "The event %s of organization %s could not be sent", ERROR, organization.getId());
        }
    }

    private void send(KeycloakSession own, AdminEvent event) {
        EventStoreProvider store = own.getProvider(EventStoreProvider.class);
        if (realm.isAdminEventsEnabled() && store != null) {
            store.onEvent(event, false);
        }
        Set<String> chosen = realm.getEventsListenersStream().collect(Collectors.toCollection(HashSet::new));
        own.getKeycloakSessionFactory()
                .getProviderFactoriesStream(EventListenerProvider.class)
                .filter(factory -> chosen.contains(factory.getId())
                        || factory instanceof EventListenerProviderFactory listener && listener.isGlobal())
                .forEach(factory -> own.getProvider(EventListenerProvider.class, factory.getId())
                        .onEvent(event, false));
    }
}
