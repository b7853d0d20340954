package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.tenant.people.HeldGroup;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;

/**
 * Stores on which day, in the realm's zone, a member joined a tenant, because Keycloak does not. There is one group
 * below the {@link KeptGroup} for each day on which a member joined. These groups are read, exported and imported
 * together with the role groups, are left with the membership, and cannot be changed by the user.
 */
public final class JoinDays {

    private final KeycloakSession session;
    private final KeptGroup kept;

    public JoinDays(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.kept = new KeptGroup(session, organization);
    }

    /**
     * The day among a member's groups; the first one if there are several, because an import adds members again. Empty
     * for members who joined before days were stored.
     */
    static Optional<LocalDate> in(Collection<HeldGroup> groups) {
        return groups.stream().flatMap(group -> day(group).stream()).min(Comparator.naturalOrder());
    }

    /** Stores today, unless a day is stored. */
    public void note(UserModel person, Collection<GroupModel> groups) {
        if (in(HeldGroup.all(groups)).isEmpty()) {
            person.joinGroup(today());
        }
    }

    /** Stores today in place of any other day, because a policy newly applies to the member. */
    void renew(UserModel person, Collection<GroupModel> groups) {
        GroupModel today = today();
        groups.stream()
                .filter(group -> day(HeldGroup.of(group)).isPresent())
                .filter(group -> !group.equals(today))
                .forEach(person::leaveGroup);
        person.joinGroup(today);
    }

    private GroupModel today() {
        return kept.child(today(session));
    }

    /** The name of the group of those who join now. */
    public static String today(KeycloakSession session) {
        return RealmZone.today(session.getContext().getRealm()).toString();
    }

    private static Optional<LocalDate> day(HeldGroup group) {
        if (!KeptGroup.NAME.equals(group.parent())) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(group.name()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
