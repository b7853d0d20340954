package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.RealmZone;
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
 * Notes on which day, in the realm's zone, somebody joined a tenant, which Keycloak does not. One group below the {@link
 * KeptGroup} for each day on which anybody joined: read with the groups that say the role, exported and imported with
 * them, left with the membership, and out of the user's own reach.
 */
public final class JoinDays {

    private final KeycloakSession session;
    private final KeptGroup kept;

    public JoinDays(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.kept = new KeptGroup(session, organization);
    }

    /**
     * The day among a member's groups; of several the first, as an import joins members anew. Empty for those who joined
     * before days were noted.
     */
    static Optional<LocalDate> in(Collection<GroupModel> groups) {
        return groups.stream()
                .filter(JoinDays::isBelowKept)
                .flatMap(group -> day(group).stream())
                .min(Comparator.naturalOrder());
    }

    /** Notes today, unless a day is noted. */
    public void note(UserModel person, Collection<GroupModel> groups) {
        if (in(groups).isEmpty()) {
            person.joinGroup(today());
        }
    }

    /** Notes today in place of any other day: the person is newly asked for something. */
    void renew(UserModel person, Collection<GroupModel> groups) {
        GroupModel today = today();
        groups.stream()
                .filter(JoinDays::isDay)
                .filter(group -> !group.equals(today))
                .forEach(person::leaveGroup);
        person.joinGroup(today);
    }

    private GroupModel today() {
        return kept.child(RealmZone.today(session.getContext().getRealm()).toString());
    }

    private static boolean isDay(GroupModel group) {
        return isBelowKept(group) && day(group).isPresent();
    }

    private static boolean isBelowKept(GroupModel group) {
        GroupModel parent = group.getParent();
        return parent != null && KeptGroup.NAME.equals(parent.getName());
    }

    private static Optional<LocalDate> day(GroupModel group) {
        try {
            return Optional.of(LocalDate.parse(group.getName()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
