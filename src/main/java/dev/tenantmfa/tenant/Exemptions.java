package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.people.HeldGroup;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;

/**
 * Stores until when a member needs no second factor in a tenant: one group below the {@link KeptGroup} for each such
 * time, as {@link JoinDays} does for days. The next change removes groups whose time is over.
 */
public final class Exemptions {

    private static final String PREFIX = "EXEMPT_UNTIL_";

    private final KeycloakSession session;
    private final KeptGroup kept;

    private Exemptions(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.kept = new KeptGroup(session, organization);
    }

    /** @param until until when the member needs no second factor in the tenant; null for no exemption */
    public static void set(KeycloakSession session, Membership member, @Nullable Instant until) {
        Tenant tenant = member.tenant();
        Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            new Exemptions(session, tenant.organization())
                    .set(member.person(), tenant.groups().of(member.person()), until);
            return member;
        });
    }

    /** The time among a member's groups, which may be in the past; empty if the member has no exemption. */
    static Optional<Instant> in(Collection<HeldGroup> groups) {
        return groups.stream().flatMap(group -> until(group).stream()).max(Comparator.naturalOrder());
    }

    private void set(UserModel person, Collection<GroupModel> groups, @Nullable Instant until) {
        groups.stream().filter(group -> until(HeldGroup.of(group)).isPresent()).forEach(person::leaveGroup);
        removeEnded();
        if (until != null) {
            person.joinGroup(kept.child(PREFIX + until));
        }
    }

    private void removeEnded() {
        Instant now = KeycloakClock.now();
        kept.find().ifPresent(group -> {
            try (Stream<GroupModel> children = group.getSubGroupsStream()) {
                children.filter(child ->
                                until(HeldGroup.of(child)).filter(now::isAfter).isPresent())
                        .toList()
                        .forEach(session.getContext().getRealm()::removeGroup);
            }
        });
    }

    private static Optional<Instant> until(HeldGroup group) {
        if (!KeptGroup.NAME.equals(group.parent()) || !group.name().startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(group.name().substring(PREFIX.length())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
