package dev.tenantmfa.assurance.flow;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Asks the database which flows clients and identity providers use: each one once, however many use it. */
final class BoundFlows {

    private final EntityManager entities;
    private final RealmModel realm;

    BoundFlows(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = realm;
    }

    /**
     * A flow that a client overrides one of the realm with.
     *
     * @param binding Keycloak's name of the flow that is overridden
     * @param flow its id
     */
    record OfClient(String binding, String flow) {}

    /**
     * The flows of a login through an identity provider.
     *
     * @param first id of the first login flow; null for the realm's
     * @param post id of the post login flow; null for none
     */
    record OfProvider(@Nullable String first, @Nullable String post) {}

    /** Those of enabled clients. */
    List<OfClient> ofClients() {
        return entities.createQuery(
                        "select distinct new " + OfClient.class.getName() + "(key(b), value(b)) from ClientEntity c"
                                + " join c.authFlowBindings b where c.realmId = :realm and c.enabled = true",
                        OfClient.class)
                .setParameter("realm", realm.getId())
                .getResultList();
    }

    /** Those of providers that log users in. */
    List<OfProvider> ofProviders() {
        return entities.createQuery(
                        "select distinct new " + OfProvider.class.getName()
                                + "(p.firstBrokerLoginFlowId, p.postBrokerLoginFlowId) from IdentityProviderEntity p"
                                + " where p.realmId = :realm and p.enabled = true and coalesce(p.linkOnly, false) = false",
                        OfProvider.class)
                .setParameter("realm", realm.getId())
                .getResultList();
    }
}
