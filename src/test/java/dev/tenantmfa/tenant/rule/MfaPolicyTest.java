package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MfaPolicyTest {

    private static final Instant FIRST = Instant.parse("2026-01-10T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-23T12:00:00Z");
    private static final LocalDate LONG_AGO = LocalDate.parse("2020-01-01");

    @Test
    void asksWhomItSays() {
        assertThat(policy(RequiredFor.NONE).asks(TenantRole.OWNER)).isFalse();
        assertThat(policy(RequiredFor.OWNERS_AND_ADMINS).asks(TenantRole.OWNER)).isTrue();
        assertThat(policy(RequiredFor.OWNERS_AND_ADMINS).asks(TenantRole.ADMIN)).isTrue();
        assertThat(policy(RequiredFor.OWNERS_AND_ADMINS).asks(TenantRole.MEMBER))
                .isFalse();
        assertThat(policy(RequiredFor.ALL).asks(TenantRole.MEMBER)).isTrue();
    }

    @Test
    void samePolicyAgainIsTheSame() {
        MfaPolicy policy = policy(RequiredFor.ALL);

        assertThat(policy.changedTo(RequiredFor.ALL, Terms.graceOf(5), LATER)).isEqualTo(policy);
    }

    @Test
    void otherDaysMoveNobodysStart() {
        MfaPolicy policy = policy(RequiredFor.ALL).changedTo(RequiredFor.ALL, Terms.graceOf(6), LATER);

        assertThat(policy.membersSince()).contains(FIRST);
        assertThat(policy.leadersSince()).contains(FIRST);
    }

    @Test
    void widerPolicyAsksOthersSinceNow() {
        MfaPolicy policy = policy(RequiredFor.OWNERS_AND_ADMINS).changedTo(RequiredFor.ALL, Terms.graceOf(5), LATER);

        assertThat(policy.leadersSince()).contains(FIRST);
        assertThat(policy.membersSince()).contains(LATER);
    }

    @Test
    void narrowerPolicyForgetsThoseItNoLongerAsks() {
        MfaPolicy policy = policy(RequiredFor.ALL).changedTo(RequiredFor.OWNERS_AND_ADMINS, Terms.graceOf(5), LATER);

        assertThat(policy.leadersSince()).contains(FIRST);
        assertThat(policy.membersSince()).isEmpty();
    }

    @Test
    void graceCountsFromTheLaterOfDemandAndJoining() {
        MfaPolicy policy = policy(RequiredFor.ALL);

        assertThat(policy.graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneOffset.UTC))
                .contains(Instant.parse("2026-01-16T00:00:00Z"));
        assertThat(policy.graceEnds(TenantRole.MEMBER, LocalDate.parse("2026-01-12"), ZoneOffset.UTC))
                .contains(Instant.parse("2026-01-18T00:00:00Z"));
    }

    @Test
    void daysAreThoseOfTheZone() {
        MfaPolicy policy = policy(RequiredFor.ALL);

        assertThat(policy.graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneId.of("Pacific/Auckland")))
                .as("the policy was made on the 11th there")
                .contains(Instant.parse("2026-01-16T11:00:00Z"));
        assertThat(policy.graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneId.of("America/Los_Angeles")))
                .contains(Instant.parse("2026-01-16T08:00:00Z"));
    }

    @Test
    void withoutDaysItIsDueAtOnce() {
        MfaPolicy policy = MfaPolicy.NONE.changedTo(RequiredFor.ALL, Terms.graceOf(0), FIRST);

        assertThat(policy.graceEnds(TenantRole.MEMBER, LocalDate.parse("2026-01-12"), ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void nobodyMustBeforeTheStart() {
        Instant start = Instant.parse("2026-02-01T08:00:00Z");
        MfaPolicy policy = MfaPolicy.NONE.changedTo(
                RequiredFor.ALL, Terms.withStartsAt(PolicyTerms.NONE, Optional.of(start)), FIRST);

        assertThat(policy.graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneOffset.UTC))
                .contains(start);
    }

    @Test
    void daysOfGraceCountFromTheStart() {
        MfaPolicy policy = MfaPolicy.NONE.changedTo(
                RequiredFor.ALL,
                Terms.withStartsAt(Terms.graceOf(5), Optional.of(Instant.parse("2026-02-01T08:00:00Z"))),
                FIRST);

        assertThat(policy.graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneOffset.UTC))
                .contains(Instant.parse("2026-02-07T00:00:00Z"));
        assertThat(policy.graceEnds(TenantRole.MEMBER, LocalDate.parse("2026-03-01"), ZoneOffset.UTC))
                .as("joined after the start")
                .contains(Instant.parse("2026-03-07T00:00:00Z"));
    }

    @Test
    void startThatIsOverChangesNothing() {
        MfaPolicy policy = MfaPolicy.NONE.changedTo(
                RequiredFor.ALL, Terms.withStartsAt(Terms.graceOf(5), Optional.of(FIRST.minusSeconds(1))), FIRST);

        assertThat(policy.graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneOffset.UTC))
                .isEqualTo(policy(RequiredFor.ALL).graceEnds(TenantRole.MEMBER, LONG_AGO, ZoneOffset.UTC));
    }

    private static MfaPolicy policy(RequiredFor requiredFor) {
        return MfaPolicy.NONE.changedTo(requiredFor, Terms.graceOf(5), FIRST);
    }
}
