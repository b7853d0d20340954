package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.tenant.people.HeldGroup;
import dev.tenantmfa.tenant.rule.GraceStart;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Stores on which day, in the realm's zone, a member joined a tenant, because Keycloak does not, and the {@link
 * GraceStart} of members whose role changed. There is one group below the {@link KeptGroup} for each such day. These groups are
 * read, exported and imported together with the role groups, are left with the membership, and cannot be changed by the user.
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

    /**
     * Stores from when the grace period counts that the change of the member's role begins, pauses or continues. The day
     * of joining remains.
     *
     * @param groups of the member, before the change
     */
    void changeRole(UserModel person, Collection<GroupModel> groups, TenantRole role, MfaPolicy policy) {
        Collection<HeldGroup> held = HeldGroup.all(groups);
        RealmModel realm = session.getContext().getRealm();
        Optional<GraceStart> stored = start(held);
        Optional<GraceStart> next = new GraceStart.Change(
                        policy, TenantGroups.roleIn(held), role, RealmZone.today(realm), RealmZone.of(realm))
                .after(stored, in(held).orElse(LocalDate.EPOCH));
        if (next.equals(stored)) {
            return;
        }
        groups.stream()
                .filter(group -> start(List.of(HeldGroup.of(group))).isPresent())
                .forEach(person::leaveGroup);
        next.ifPresent(start -> person.joinGroup(kept.child(start.text())));
    }

    private static Optional<GraceStart> start(Collection<HeldGroup> groups) {
        return groups.stream()
                .filter(group -> KeptGroup.NAME.equals(group.parent()))
                .flatMap(group -> GraceStart.parse(group.name()).stream())
                .max(Comparator.comparing(GraceStart::day));
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
