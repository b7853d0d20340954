package dev.tenantmfa.tenant;

import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.rule.GraceStart;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** What is stored about a member whose role changes. */
class JoinDaysTest {

    private static final String ID = "tenant-1";

    private final RealmModel realm = mock(RealmModel.class);
    private final UserModel person = mock(UserModel.class);
    private final GroupModel own = group("organization", null);
    private final GroupModel kept = group(KeptGroup.NAME, group("MEMBER", own));
    private final LocalDate today = LocalDate.ofInstant(KeycloakClock.now(), ZoneOffset.UTC);
    private final GroupModel joined = group(today.minusDays(20).toString(), kept);
    private final MfaPolicy policy = MfaPolicy.NONE.changedTo(
            RequiredFor.OWNERS_AND_ADMINS,
            Terms.graceOf(14),
            KeycloakClock.now().minus(Duration.ofDays(5)));
    private final JoinDays days;

    JoinDaysTest() {
        KeycloakSession session = mock(KeycloakSession.class);
        KeycloakContext context = mock(KeycloakContext.class);
        OrganizationModel organization = mock(OrganizationModel.class);
        when(session.getContext()).thenReturn(context);
        when(context.getRealm()).thenReturn(realm);
        when(organization.getId()).thenReturn(ID);
        days = new JoinDays(session, organization);
    }

    @Test
    void newRoleStartsTheDaysAndLeavesTheDayOfJoining() {
        GroupModel asked = stored(GraceStart.on(today));

        days.changeRole(person, List.of(joined), TenantRole.ADMIN, policy);

        verify(person).joinGroup(asked);
        verify(person, never()).leaveGroup(any());
    }

    @Test
    void roleWithoutDemandPausesTheDays() {
        GroupModel asked = stored(GraceStart.on(today.minusDays(2)));
        GroupModel paused = stored(new GraceStart(today.minusDays(2), Optional.of(today)));

        days.changeRole(person, List.of(joined, asked, group("ADMIN", own)), TenantRole.MEMBER, policy);

        verify(person).leaveGroup(asked);
        verify(person).joinGroup(paused);
        verify(person, never()).leaveGroup(joined);
    }

    @Test
    void sameDemandChangesNothing() {
        GroupModel asked = stored(GraceStart.on(today.minusDays(2)));

        days.changeRole(person, List.of(joined, asked, group("ADMIN", own)), TenantRole.OWNER, policy);
        days.changeRole(person, List.of(joined), TenantRole.MEMBER, policy);

        verify(person, never()).leaveGroup(any());
        verify(person, never()).joinGroup(any());
    }

    @Test
    void startOfThePolicyNeedsNoGroup() {
        GroupModel paused = stored(new GraceStart(today.minusDays(5), Optional.of(today)));

        days.changeRole(person, List.of(joined, paused), TenantRole.ADMIN, policy);

        verify(person).leaveGroup(paused);
        verify(person, never()).joinGroup(any());
    }

    private GroupModel stored(GraceStart start) {
        GroupModel group = group(start.text(), kept);
        when(realm.getGroupById(KeptGroup.id(ID, start.text()))).thenReturn(group);
        return group;
    }

    private static GroupModel group(String name, GroupModel parent) {
        GroupModel group = mock(GroupModel.class);
        String parentId = parent == null ? null : parent.getName();
        when(group.getName()).thenReturn(name);
        when(group.getParent()).thenReturn(parent);
        when(group.getParentId()).thenReturn(parentId);
        return group;
    }
}
