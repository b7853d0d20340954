package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.tenant.people.MembershipEnds;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.tenant.rule.TenantRole.ADMIN;
import static dev.tenantmfa.tenant.rule.TenantRole.MEMBER;
import static dev.tenantmfa.tenant.rule.TenantRole.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

class TenantRoleTest {
    @Test
    void powerReachesNoHigherThanOneself() {
        assertThat(OWNER.manages(OWNER)).isTrue();
        assertThat(OWNER.manages(MEMBER)).isTrue();
        assertThat(ADMIN.manages(OWNER)).isFalse();
        assertThat(ADMIN.manages(ADMIN)).isTrue();
        assertThat(ADMIN.manages(MEMBER)).isTrue();
        assertThat(MEMBER.manages(MEMBER)).isFalse();
    }

    @Test
    void onlyExactGroupNamesAreRoles() {
        assertThat(TenantRole.ofGroup("OWNER")).contains(OWNER);
        assertThat(TenantRole.ofGroup("owner")).isEmpty();
        assertThat(TenantRole.ofGroup(MembershipEnds.DEACTIVATED)).isEmpty();
    }
}
