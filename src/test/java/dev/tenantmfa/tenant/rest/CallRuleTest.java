package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.tenant.rule.TenantRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallRuleTest {

    @Test
    void ruleNamesTheRolesThatMayCall() {
        assertThat(CallRule.owners().roles()).containsExactly(TenantRole.OWNER);
        assertThat(CallRule.ownersAndAdmins().roles()).containsExactlyInAnyOrder(TenantRole.OWNER, TenantRole.ADMIN);
        assertThat(CallRule.anybody().roles()).containsExactlyInAnyOrder(TenantRole.values());
    }

    @Test
    void ruleAsksForNothingElseUnlessItSaysSo() {
        CallRule rule = CallRule.owners();

        assertThat(rule.changing()).isFalse();
        assertThat(rule.freshMfa()).isFalse();
        assertThat(rule.undoing()).isFalse();
    }

    @Test
    void conditionsAddUpInAnyOrder() {
        CallRule rule = CallRule.owners().withFreshMfa().evenIfJustSuspended().whoChange();

        assertThat(rule)
                .isEqualTo(CallRule.owners().whoChange().evenIfJustSuspended().withFreshMfa());
        assertThat(rule.changing()).isTrue();
        assertThat(rule.freshMfa()).isTrue();
        assertThat(rule.undoing()).isTrue();
        assertThat(rule.roles()).containsExactly(TenantRole.OWNER);
    }
}
