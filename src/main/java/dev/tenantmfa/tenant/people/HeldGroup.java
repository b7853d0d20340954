package dev.tenantmfa.tenant.people;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;

/**
 * What the name of an organization's group means for a member depends on where the group is.
 *
 * @param top whether it is directly below the group that Keycloak keeps for the organization itself, which is the only
 *     one without a parent
 * @param parent name of the group above; null if there is none
 */
public record HeldGroup(String name, boolean top, @Nullable String parent) {

    /** Uses the groups, which are cached: getting the organization's own group is a query. */
    public static HeldGroup of(GroupModel group) {
        GroupModel parent = group.getParent();
        return parent == null
                ? new HeldGroup(group.getName(), false, null)
                : new HeldGroup(group.getName(), parent.getParentId() == null, parent.getName());
    }

    public static List<HeldGroup> all(Collection<GroupModel> groups) {
        return groups.stream().map(HeldGroup::of).toList();
    }
}
