package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.MembershipMetadata;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.representations.idm.MembershipType;

/**
 * Members whose account Keycloak binds to the organization. Where this is not wanted, the membership is replaced by an
 * unmanaged one, like that of a user who joined with an existing account.
 */
public final class ManagedMembers {

    private final KeycloakSession session;
    private final OrganizationProvider organizations;
    private final Tenant tenant;

    public ManagedMembers(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenant = tenant;
    }

    /** Makes all of them unmanaged. */
    public void release() {
        List<UserModel> managed;
        try (Stream<UserModel> people = organizations.getMembersStream(
                tenant.organization(), Map.of(MembershipType.NAME, MembershipType.MANAGED.name()), false, -1, -1)) {
            managed = people.toList();
        }
        managed.forEach(person ->
                release(session.users().getUserById(session.getContext().getRealm(), person.getId())));
    }

    /** Makes one of them unmanaged; the user stays in the same organization groups. */
    public void release(UserModel person) {
        GroupModel root = organizations.getOrganizationGroup(tenant.organization());
        OrganizationModel before = session.getContext().getOrganization();
        session.getContext().setOrganization(tenant.organization());
        try {
            person.leaveGroup(root);
            person.joinGroup(root, new MembershipMetadata(MembershipType.UNMANAGED));
        } finally {
            session.getContext().setOrganization(before);
        }
    }
}
