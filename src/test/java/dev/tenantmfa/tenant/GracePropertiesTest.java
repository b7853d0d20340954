package dev.tenantmfa.tenant;

import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of all zones, over summer time and leap days. */
class GracePropertiesTest {

    private static final String[] ZONES = new TreeSet<>(ZoneId.getAvailableZoneIds()).toArray(String[]::new);

    @Test
    void graceEndsWithADayOfTheZone() {
        Property.holds(inputs -> {
            ZoneId zone = ZoneId.of(inputs.oneOf(ZONES));
            LocalDate joined = day(inputs);
            Instant asked = instant(inputs);
            int days = inputs.number(1, PolicyTerms.LONGEST_GRACE_DAYS);
            MfaPolicy policy = MfaPolicy.NONE.changedTo(RequiredFor.ALL, Terms.graceOf(days), asked);

            Instant end = policy.graceEnds(TenantRole.MEMBER, joined, zone).orElseThrow();

            LocalDate from = LocalDate.ofInstant(asked, zone);
            LocalDate last = (from.isAfter(joined) ? from : joined).plusDays(days);
            assertThat(LocalDate.ofInstant(end.minusMillis(1), zone)).isBeforeOrEqualTo(last);
            assertThat(LocalDate.ofInstant(end, zone)).isAfter(last);
            assertThat(Duration.between(asked, end)).isGreaterThan(Duration.ofDays(days - 1));
        });
    }

    @Test
    void wholeLastDayBelongsToTheGracePeriod() {
        Property.holds(inputs -> {
            ZoneId zone = ZoneId.of(inputs.oneOf(ZONES));
            LocalDate day = day(inputs);
            Instant end = RealmZone.endOf(day, zone);

            for (int minute : new int[] {0, inputs.number(0, 1439), 1439}) {
                Instant moment =
                        day.atStartOfDay().plusMinutes(minute).atZone(zone).toInstant();
                // A local time that summer time or a change of the zone skips may be one of the day after.
                if (LocalDate.ofInstant(moment, zone).equals(day)) {
                    assertThat(moment).isBefore(end);
                }
            }
            assertThat(RealmZone.endOf(day.plusDays(1), zone)).isAfterOrEqualTo(end);
        });
    }

    @Test
    void changesMoveOnlyThoseWhoAreNewlyAsked() {
        Property.holds(inputs -> {
            Instant time = Instant.parse("2026-01-01T00:00:00Z");
            MfaPolicy policy = MfaPolicy.NONE;
            for (int step = 0; step < 6; step++) {
                time = time.plus(inputs.number(1, 1_000), ChronoUnit.HOURS);
                MfaPolicy before = policy;
                policy = before.changedTo(
                        inputs.oneOf(RequiredFor.values()), Terms.graceOf(inputs.number(0, 365)), time);
                for (TenantRole role : TenantRole.values()) {
                    Optional<Instant> expected = !policy.asks(role)
                            ? Optional.empty()
                            : before.asks(role) ? before.asksSince(role) : Optional.of(time);
                    assertThat(policy.asksSince(role)).isEqualTo(expected);
                }
            }
        });
    }

    private static LocalDate day(Inputs inputs) {
        return inputs.oneOf(
                LocalDate.of(2024, 2, 29),
                LocalDate.of(2028, 2, 28),
                LocalDate.of(2026, 12, 31),
                LocalDate.of(2020, 1, 1).plusDays(inputs.number(0, 6_000)));
    }

    private static Instant instant(Inputs inputs) {
        return Instant.parse("2020-01-01T00:00:00Z").plusSeconds(inputs.number(0, 500_000_000));
    }
}
