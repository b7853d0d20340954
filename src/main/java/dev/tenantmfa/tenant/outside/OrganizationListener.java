package dev.tenantmfa.tenant.outside;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.tenant.TenantFinder;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lifecycle.TenantCreation;
import dev.tenantmfa.tenant.name.NotedNames;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.ProviderEvent;

/**
 * Handles changes to organizations that this extension did not make: in Keycloak's console, by its API, by an import.
 * Keycloak notifies its global listeners of each such call, within the call's transaction.
 */
record OrganizationListener(KeycloakSession session) implements Listener {

    private static final String PATH = "organizations/";

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getResourceType() == ResourceType.ORGANIZATION
                && (event.getOperationType() == OperationType.CREATE
                        || event.getOperationType() == OperationType.UPDATE)
                && event.getError() == null) {
            idIn(event.getResourcePath())
                    .filter(id -> !TenantCreation.isFounding(session, id))
                    .flatMap(id -> Tenants.of(session).byId(id))
                    .ifPresent(tenant -> new OutsideChange(session, tenant)
                            .follow(event.getOperationType() == OperationType.CREATE));
        }
    }

    /** @return empty for paths below an organization, such as its members */
    private static Optional<String> idIn(String path) {
        return path != null && path.startsWith(PATH) && path.indexOf('/', PATH.length()) < 0
                ? Optional.of(path.substring(PATH.length()))
                : Optional.empty();
    }

    /** An imported realm includes its organizations, and Keycloak sends an event only for the realm. */
    private static void onProviderEvent(ProviderEvent event) {
        if (event instanceof RealmModel.RealmPostCreateEvent created) {
            KeycloakSession session = created.getKeycloakSession();
            RealmModel realm = created.getCreatedRealm();
            OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
            if (organizations == null || !realm.isOrganizationsEnabled()) {
                return;
            }
            RealmModel before = session.getContext().getRealm();
            // An earlier realm may have had the same id.
            NotedNames.changeElsewhere(session, realm);
            session.getContext().setRealm(realm);
            try (Stream<OrganizationModel> all = organizations.getAllStream()) {
                all.toList().forEach(TenantFinder::note);
            } finally {
                session.getContext().setRealm(before);
            }
        }
    }

    /** Active in every realm, without being enabled there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-organizations";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new OrganizationListener(session);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(OrganizationListener::onProviderEvent);
        }
    }
}
