package dev.tenantmfa.tenant.search;

import dev.tenantmfa.platform.store.LikePattern;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.jpa.entities.OrganizationEntity;

/**
 * Pages of all organizations of a realm, by name. Keycloak's SPI asks for distinct rows, so databases sort all organizations for each
 * page, and it can neither filter by state nor search for text with wildcards.
 */
final class OrganizationPages {

    /** With the realm, the order is that of an index. */
    private static final String BY_NAME = " order by o.realmId, o.name";

    private static final String HOLDS = " and (lower(o.name) like :text escape '!' or exists (select d.id"
            + " from OrganizationDomainEntity d where d.organization.id = o.id and d.name like :text escape '!'))";

    private final KeycloakSession session;
    private final String text;
    private final Optional<Boolean> active;

    /**
     * In the realm of the session's context.
     *
     * @param text part of the name or of a domain, literally except for case; blank for all
     */
    OrganizationPages(KeycloakSession session, String text, Optional<Boolean> active) {
        this.session = session;
        this.text = text;
        this.active = active;
    }

    /** The ids of a page. The session has read what Keycloak stores of these organizations. */
    List<String> ids(int first, int max) {
        return query("select o", BY_NAME, OrganizationEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultStream()
                .map(OrganizationEntity::getId)
                .toList();
    }

    long count() {
        return query("select count(o)", "", Long.class).getSingleResult();
    }

    private <T> TypedQuery<T> query(String what, String order, Class<T> type) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        boolean searched = !text.isBlank();
        TypedQuery<T> query = entities.createQuery(
                what + " from OrganizationEntity o where o.realmId = :realm" + (searched ? HOLDS : "")
                        + (active.isPresent() ? " and o.enabled = :active" : "") + order,
                type);
        query.setParameter("realm", session.getContext().getRealm().getId());
        active.ifPresent(state -> query.setParameter("active", state));
        return searched ? query.setParameter("text", LikePattern.containing(text)) : query;
    }
}
