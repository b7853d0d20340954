package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When a run looks at the members of a tenant at all. */
class RollOutTest {

    private static final String[] ZONES = new TreeSet<>(ZoneId.getAvailableZoneIds()).toArray(String[]::new);
    private static final Instant SET = Instant.parse("2026-06-01T10:00:00Z");

    private static RollOut at(String now, PolicyTerms terms) {
        MfaPolicy policy = MfaPolicy.NONE.changedTo(RequiredFor.ALL, terms, SET);
        return new RollOut(policy, Instant.parse(now), ZoneOffset.UTC);
    }

    @Test
    void everybodyIsConcernedWhileThePolicyIsNewAndBeforeItsDate() {
        PolicyTerms terms = Terms.graceOf(29);
        assertThat(at("2026-06-02T00:00:00Z", terms).concernsEverybody()).isTrue();
        assertThat(at("2026-06-09T00:00:00Z", terms).concernsEverybody()).isFalse();
        assertThat(at("2026-06-24T00:00:00Z", terms).concernsEverybody()).isTrue();
        assertThat(at("2026-06-30T23:59:59Z", terms).concernsEverybody()).isTrue();
        assertThat(at("2026-07-01T00:00:00Z", terms).concernsEverybody()).isFalse();
    }

    @Test
    void ownersAreToldInTheWeekBeforeTheDate() {
        PolicyTerms terms = Terms.withStartsAt(PolicyTerms.NONE, Optional.of(Instant.parse("2026-07-01T08:00:00Z")));
        assertThat(at("2026-06-24T07:59:59Z", terms).dateOfSummary()).isEmpty();
        assertThat(at("2026-06-24T08:00:00Z", terms).dateOfSummary()).contains(Instant.parse("2026-07-01T08:00:00Z"));
        assertThat(at("2026-07-01T08:00:00Z", terms).dateOfSummary()).isEmpty();
        assertThat(at("2026-06-30T00:00:00Z", PolicyTerms.NONE).dateOfSummary()).isEmpty();
    }

    /** Otherwise, skipping the tenant would lose a mail. */
    @Test
    void memberToWhomAMailIsDueIsAmongTheNewcomersOrEverybodyIsConcerned() {
        Property.holds(inputs -> {
            ZoneId zone = ZoneId.of(inputs.oneOf(ZONES));
            PolicyTerms terms = Terms.graceOf(inputs.number(0, 40));
            if (inputs.number(0, 1) == 0) {
                terms = Terms.withStartsAt(terms, Optional.of(SET.plus(hours(inputs, 1, 1_000))));
            }
            RequiredFor whom = inputs.oneOf(RequiredFor.OWNERS_AND_ADMINS, RequiredFor.ALL);
            MfaPolicy policy = MfaPolicy.NONE.changedTo(whom, terms, SET);
            Instant now = SET.plus(hours(inputs, 0, 3_000));
            LocalDate joined = LocalDate.ofInstant(now, zone).minusDays(inputs.number(0, 200));
            TenantRole role = whom == RequiredFor.ALL ? inputs.oneOf(TenantRole.values()) : TenantRole.ADMIN;
            RollOut rollOut = new RollOut(policy, now, zone);

            Optional<Reminder> due = rollOut.reminder(role, joined, Optional.empty(), Set.of());

            assertThat(due.isEmpty() || rollOut.concernsEverybody() || !joined.isBefore(rollOut.newcomersSince()))
                    .as("%s %s %s", terms, now, joined)
                    .isTrue();
        });
    }

    private static Duration hours(Inputs inputs, int least, int most) {
        return Duration.ofHours(inputs.number(least, most));
    }
}
