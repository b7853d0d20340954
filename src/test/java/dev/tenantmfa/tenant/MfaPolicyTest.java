package dev.tenantmfa.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.OrganizationModel;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

class MfaPolicyTest {
    private static final Instant CHANGED = Instant.parse("2026-01-10T00:00:00Z");

    @Test
    void asksWhomItSays() {
        assertThat(policy("NONE").asks(TenantRole.OWNER)).isFalse();
        assertThat(policy("OWNERS_AND_ADMINS").asks(TenantRole.OWNER)).isTrue();
        assertThat(policy("OWNERS_AND_ADMINS").asks(TenantRole.ADMIN)).isTrue();
        assertThat(policy("OWNERS_AND_ADMINS").asks(TenantRole.MEMBER)).isFalse();
        assertThat(policy("ALL").asks(TenantRole.MEMBER)).isTrue();
    }

    @Test
    void withoutAttributesNobodyIsAsked() {
        assertThat(MfaPolicy.of(attributes(Map.of())).asks(TenantRole.OWNER)).isFalse();
    }

    @Test
    void unreadablePolicyAsksAll() {
        assertThat(policy("owners").asks(TenantRole.MEMBER)).isTrue();
    }

    @Test
    void graceCountsFromTheLaterOfChangeAndJoining() {
        MfaPolicy policy = new MfaPolicy(MfaPolicy.RequiredFor.ALL, 5, Optional.of(CHANGED));

        assertThat(policy.graceEnds(CHANGED.minusSeconds(1))).isEqualTo("2026-01-15T00:00:00Z");
        assertThat(policy.graceEnds(Instant.parse("2026-01-12T00:00:00Z"))).isEqualTo("2026-01-17T00:00:00Z");
    }

    @Test
    void graceIsBounded() {
        assertThat(days("-3")).isZero();
        assertThat(days("9999")).isEqualTo(365);
        assertThat(days("soon")).isZero();
    }

    private static MfaPolicy policy(String requiredFor) {
        return MfaPolicy.of(attributes(Map.of(TenantAttributes.REQUIRED_FOR, List.of(requiredFor))));
    }

    private static int days(String text) {
        return MfaPolicy.of(attributes(Map.of(TenantAttributes.GRACE_PERIOD_DAYS, List.of(text))))
                .gracePeriodDays();
    }

    private static TenantAttributes attributes(Map<String, List<String>> values) {
        OrganizationModel organization = Mockito.mock(OrganizationModel.class);
        Mockito.when(organization.getAttributes()).thenReturn(values);
        return new TenantAttributes(organization);
    }
}
