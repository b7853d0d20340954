package dev.tenantmfa.tenant.invitation;

import dev.tenantmfa.tenant.TenantGroups;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;

/** The roles in invitations, stored by address as attributes of the roles' groups. */
record InvitedRoles(TenantGroups groups) {

    /** The role in the invitation of the address, if it is not MEMBER. */
    Optional<TenantRole> of(String email) {
        String attribute = InvitedRole.attribute(email);
        for (TenantRole role : List.of(TenantRole.OWNER, TenantRole.ADMIN)) {
            Optional<GroupModel> group = groups.find(role.groupName());
            if (group.filter(one -> one.getFirstAttribute(attribute) != null).isPresent()) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** Stores the role in place of any other one. */
    void note(String email, TenantRole role) {
        forget(email);
        if (role != TenantRole.MEMBER) {
            groups.open(role.groupName()).setSingleAttribute(InvitedRole.attribute(email), "true");
        }
    }

    void forget(String email) {
        String attribute = InvitedRole.attribute(email);
        for (TenantRole role : TenantRole.values()) {
            groups.find(role.groupName()).ifPresent(group -> group.removeAttribute(attribute));
        }
    }

    /** Whether no role is stored for any address. */
    boolean areEmpty() {
        return Stream.of(TenantRole.values())
                .flatMap(role -> groups.find(role.groupName()).stream())
                .flatMap(group -> group.getAttributes().keySet().stream())
                .noneMatch(InvitedRole::isAttribute);
    }

    /** Keycloak deletes invitations without an event when they expire or an administrator removes them. */
    void keepOnly(Stream<String> emails) {
        Set<String> pending = emails.map(InvitedRole::attribute).collect(Collectors.toSet());
        for (TenantRole role : TenantRole.values()) {
            groups.find(role.groupName())
                    .ifPresent(group -> Set.copyOf(group.getAttributes().keySet()).stream()
                            .filter(InvitedRole::isAttribute)
                            .filter(attribute -> !pending.contains(attribute))
                            .forEach(group::removeAttribute));
        }
    }
}
