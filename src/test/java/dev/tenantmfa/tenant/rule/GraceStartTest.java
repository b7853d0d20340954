package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GraceStartTest {

    private static final int DAYS = 14;
    private static final LocalDate DEMANDED = LocalDate.parse("2026-01-10");
    private static final LocalDate LONG_AGO = LocalDate.parse("2020-01-01");

    @Test
    void textIsReadAgain() {
        GraceStart asked = GraceStart.on(DEMANDED);
        GraceStart paused = new GraceStart(DEMANDED, Optional.of(DEMANDED.plusDays(3)));

        assertThat(asked.text()).isEqualTo("ASKED_2026-01-10");
        assertThat(paused.text()).isEqualTo("ASKED_2026-01-10_PAUSED_2026-01-13");
        assertThat(GraceStart.parse(asked.text())).contains(asked);
        assertThat(GraceStart.parse(paused.text())).contains(paused);
        for (String other : new String[] {"2026-01-10", "ASKED_", "ASKED_today", "ASKED_2026-01-10_PAUSED_x"}) {
            assertThat(GraceStart.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void memberWhoIsNewlyAskedStartsToday() {
        assertThat(promoted(5, Optional.empty(), LONG_AGO)).contains(GraceStart.on(DEMANDED.plusDays(5)));
    }

    @Test
    void nothingIsStoredForMembersWhoJoinToday() {
        assertThat(promoted(5, Optional.empty(), DEMANDED.plusDays(5))).isEmpty();
    }

    @Test
    void promotionOnTheSameDayContinues() {
        Optional<GraceStart> paused = demoted(13, Optional.empty(), LONG_AGO);

        assertThat(paused).contains(new GraceStart(DEMANDED, Optional.of(DEMANDED.plusDays(13))));
        assertThat(promoted(13, paused, LONG_AGO)).as("as the policy says").isEmpty();
    }

    @Test
    void daysOfAPauseDoNotCount() {
        Optional<GraceStart> paused = demoted(13, Optional.empty(), LONG_AGO);

        assertThat(promoted(16, paused, LONG_AGO)).contains(GraceStart.on(DEMANDED.plusDays(3)));
    }

    @Test
    void pauseAsLongAsTheGracePeriodStartsItAgain() {
        Optional<GraceStart> paused = demoted(13, Optional.empty(), LONG_AGO);

        assertThat(promoted(13 + DAYS, paused, LONG_AGO)).contains(GraceStart.on(DEMANDED.plusDays(13 + DAYS)));
    }

    @Test
    void policyThatBeganDuringThePauseStartsItAgain() {
        GraceStart earlier = new GraceStart(DEMANDED.minusDays(30), Optional.of(DEMANDED.minusDays(2)));

        assertThat(promoted(4, Optional.of(earlier), LONG_AGO)).contains(GraceStart.on(DEMANDED.plusDays(4)));
    }

    @Test
    void dayOfJoiningCountsInAPause() {
        LocalDate joined = DEMANDED.plusDays(6);
        Optional<GraceStart> paused = demoted(8, Optional.empty(), joined);

        assertThat(paused.map(GraceStart::day)).contains(joined);
        assertThat(promoted(9, paused, joined)).contains(GraceStart.on(joined.plusDays(1)));
    }

    @Test
    void rolesToWhichThePolicyAppliesAlikeChangeNothing() {
        Optional<GraceStart> start = Optional.of(GraceStart.on(DEMANDED.plusDays(5)));

        assertThat(change(policy(), TenantRole.ADMIN, TenantRole.OWNER, 9).after(start, LONG_AGO))
                .isEqualTo(start);
        assertThat(change(policy(), TenantRole.ADMIN, TenantRole.OWNER, 9).after(Optional.empty(), LONG_AGO))
                .isEmpty();
        assertThat(change(MfaPolicy.NONE, TenantRole.ADMIN, TenantRole.MEMBER, 9)
                        .after(start, LONG_AGO))
                .isEqualTo(start);
    }

    /** The policy has required a second factor of members for fewer days than of administrators. */
    @Test
    void memberKeepsTheDaysWithAnotherRole() {
        MfaPolicy wider = policy().changedTo(RequiredFor.ALL, Terms.graceOf(DAYS), noon(20));

        assertThat(change(wider, TenantRole.MEMBER, TenantRole.ADMIN, 22).after(Optional.empty(), LONG_AGO))
                .contains(GraceStart.on(DEMANDED.plusDays(20)));
    }

    /** Of a user without a second factor: changes never give more days, and never fewer than keeping the role does. */
    @Test
    void changesGiveNoMoreDaysAndNoFewer() {
        Property.holds(inputs -> {
            TenantRole role = TenantRole.ADMIN;
            Optional<GraceStart> stored = Optional.empty();
            int asked = 0;
            int periods = 1;
            int pausedOn = 0;
            for (int day = 0; day < 60; day++) {
                for (int changes = inputs.number(0, 2); changes > 0; changes--) {
                    TenantRole next = role == TenantRole.ADMIN ? TenantRole.MEMBER : TenantRole.ADMIN;
                    stored = change(policy(), role, next, day).after(stored, LONG_AGO);
                    role = next;
                    if (role == TenantRole.MEMBER) {
                        pausedOn = day;
                    } else if (day - pausedOn >= DAYS) {
                        periods++;
                    }
                }
                LocalDate from = stored.map(GraceStart::day).orElse(LONG_AGO);
                boolean inGrace = policy().graceEnds(role, from, ZoneOffset.UTC)
                        .filter(noon(day)::isBefore)
                        .isPresent();
                if (role == TenantRole.ADMIN && inGrace) {
                    asked++;
                }
                assertThat(inGrace || role == TenantRole.MEMBER || day > DAYS).isTrue();
            }
            assertThat(asked).isLessThanOrEqualTo(periods * (DAYS + 1));
        });
    }

    private static Optional<GraceStart> promoted(int day, Optional<GraceStart> stored, LocalDate joined) {
        return change(policy(), TenantRole.MEMBER, TenantRole.ADMIN, day).after(stored, joined);
    }

    private static Optional<GraceStart> demoted(int day, Optional<GraceStart> stored, LocalDate joined) {
        return change(policy(), TenantRole.ADMIN, TenantRole.MEMBER, day).after(stored, joined);
    }

    private static GraceStart.Change change(MfaPolicy policy, TenantRole before, TenantRole after, int day) {
        return new GraceStart.Change(policy, before, after, DEMANDED.plusDays(day), ZoneOffset.UTC);
    }

    private static MfaPolicy policy() {
        return MfaPolicy.NONE.changedTo(RequiredFor.OWNERS_AND_ADMINS, Terms.graceOf(DAYS), noon(0));
    }

    private static Instant noon(int day) {
        return DEMANDED.plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }
}
