package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.Members.Change;
import dev.tenantmfa.tenant.rule.TenantRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** What holds for the members of a tenant whatever is done to them. */
class MembersTest {

    private final InMemoryTenant world = new InMemoryTenant();
    private final Members members = world.tenant.members();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void lastActiveOwnerStaysAnActiveOwner() {
        UserModel owner = member("owner", TenantRole.OWNER);

        assertThat(members.setRole(membership(owner), TenantRole.ADMIN)).isEqualTo(Change.LAST_OWNER);
        assertThat(members.setActive(membership(owner), false)).isEqualTo(Change.LAST_OWNER);
        assertThat(members.remove(membership(owner))).isEqualTo(Change.LAST_OWNER);

        assertThat(members.isOnlyOwner(membership(owner))).isTrue();
        assertThat(membership(owner).role()).isEqualTo(TenantRole.OWNER);
        assertThat(membership(owner).active()).isTrue();
    }

    @Test
    void ownerCanLeaveWhileAnotherOneIsActive() {
        UserModel owner = member("owner", TenantRole.OWNER);
        UserModel other = member("other", TenantRole.OWNER);

        assertThat(members.remove(membership(owner))).isEqualTo(Change.DONE);

        assertThat(members.of(owner)).isEmpty();
        assertThat(members.isOnlyOwner(membership(other))).isTrue();
    }

    @Test
    void suspendedOwnersAndDisabledAccountsDoNotCount() {
        UserModel owner = member("owner", TenantRole.OWNER);
        UserModel suspended = member("suspended", TenantRole.OWNER);
        members.setActive(membership(suspended), false);
        UserModel disabled = member("disabled", TenantRole.OWNER);
        when(disabled.isEnabled()).thenReturn(false);

        assertThat(members.remove(membership(owner))).isEqualTo(Change.LAST_OWNER);
        assertThat(members.remove(membership(suspended))).isEqualTo(Change.DONE);
        assertThat(members.remove(membership(disabled))).isEqualTo(Change.DONE);
    }

    @Test
    void otherMembersAreNeverTheLastOwner() {
        member("owner", TenantRole.OWNER);
        UserModel admin = member("admin", TenantRole.ADMIN);

        assertThat(members.isOnlyOwner(membership(admin))).isFalse();
        assertThat(members.setRole(membership(admin), TenantRole.MEMBER)).isEqualTo(Change.DONE);
        assertThat(members.setActive(membership(admin), false)).isEqualTo(Change.DONE);
    }

    @Test
    void memberHasOneRoleAtATime() {
        member("owner", TenantRole.OWNER);
        UserModel member = member("member", TenantRole.MEMBER);

        members.setRole(membership(member), TenantRole.OWNER);
        members.setRole(membership(member), TenantRole.ADMIN);

        assertThat(membership(member).role()).isEqualTo(TenantRole.ADMIN);
        assertThat(world.tenant.groups().of(member)).hasSize(1);
    }

    @Test
    void suspensionKeepsTheRole() {
        member("owner", TenantRole.OWNER);
        UserModel admin = member("admin", TenantRole.ADMIN);

        members.setActive(membership(admin), false);

        assertThat(membership(admin).active()).isFalse();
        assertThat(membership(admin).role()).isEqualTo(TenantRole.ADMIN);
        members.setActive(membership(admin), true);
        assertThat(membership(admin).active()).isTrue();
    }

    /** Keycloak would delete the account with the membership. */
    @Test
    void managedMemberThatIsRemovedLosesTheRoleAndTheAccessOnly() {
        member("owner", TenantRole.OWNER);
        UserModel managed = member("managed", TenantRole.ADMIN);
        world.isManaged(managed);

        assertThat(members.remove(membership(managed))).isEqualTo(Change.DONE);

        assertThat(membership(managed).active()).isFalse();
        assertThat(membership(managed).role()).isEqualTo(TenantRole.MEMBER);
        verify(world.organizations, never()).removeMember(any(), any());
    }

    @Test
    void transferMakesOneOwnerAndTheOtherAdmin() {
        UserModel owner = member("owner", TenantRole.OWNER);
        UserModel successor = member("successor", TenantRole.MEMBER);

        members.transferOwnership(membership(owner), membership(successor));

        assertThat(membership(owner).role()).isEqualTo(TenantRole.ADMIN);
        assertThat(members.isOnlyOwner(membership(successor))).isTrue();
    }

    @Test
    void memberCannotBeAddedAgain() {
        UserModel owner = member("owner", TenantRole.OWNER);

        assertThat(members.add(owner, TenantRole.MEMBER)).isFalse();

        assertThat(membership(owner).role()).isEqualTo(TenantRole.OWNER);
    }

    @Test
    void changesHoldTheLockOfTheTenant() {
        UserModel owner = member("owner", TenantRole.OWNER);
        UserModel other = member("other", TenantRole.MEMBER);

        assertLocked(() -> members.add(world.user("new"), TenantRole.MEMBER));
        assertLocked(() -> members.setRole(membership(other), TenantRole.ADMIN));
        assertLocked(() -> members.setActive(membership(other), false));
        assertLocked(() -> members.transferOwnership(membership(owner), membership(other)));
        assertLocked(() -> members.remove(membership(owner)));
    }

    private void assertLocked(Runnable change) {
        clearInvocations(world.session);
        change.run();
        verify(world.session, atLeastOnce()).getAttribute("tenant-mfa.lock.tenant." + InMemoryTenant.ID);
    }

    private UserModel member(String id, TenantRole role) {
        UserModel user = world.user(id);
        assertThat(members.add(user, role)).isTrue();
        return user;
    }

    private Membership membership(UserModel user) {
        return members.of(user).orElseThrow();
    }
}
