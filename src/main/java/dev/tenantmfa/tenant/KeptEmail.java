package dev.tenantmfa.tenant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Finds the tenant that stores an e-mail address. Keycloak searches organizations only by their own attributes, so the
 * address is also the name of a group below the {@link KeptGroup}, whose id is derived from it.
 */
final class KeptEmail {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final GroupModel kept;

    KeptEmail(KeycloakSession session, GroupModel kept) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.kept = kept;
    }

    /** The organization that stores the address and declares no other one; null if there is none. */
    static @Nullable OrganizationModel holder(KeycloakSession session, String email) {
        GroupModel found = session.getContext()
                .getRealm()
                .getGroupById(id(session.getContext().getRealm(), email));
        OrganizationModel organization = found == null ? null : found.getOrganization();
        return organization != null && new Tenant(session, organization).email().equals(Optional.of(email))
                ? organization
                : null;
    }

    void change(@Nullable String before, @Nullable String after) {
        if (before != null && !before.equals(after)) {
            Optional.ofNullable(realm.getGroupById(id(realm, before)))
                    .filter(found -> kept.getId().equals(found.getParentId()))
                    .ifPresent(realm::removeGroup);
        }
        // The first tenant keeps the address: if an administrator declares one address for two tenants, neither is
        // lost.
        if (after != null && realm.getGroupById(id(realm, after)) == null) {
            session.getProvider(OrganizationProvider.class)
                    .createGroup(kept.getOrganization(), id(realm, after), after, kept);
        }
    }

    private static String id(RealmModel realm, String email) {
        return KeptGroup.id("email." + realm.getId() + "." + email);
    }
}
