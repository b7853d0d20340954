package dev.tenantmfa.tenant.rule;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * From which day the grace period of a member counts whose role changed to one to which the policy applies. Days during
 * which the policy did not apply to the member do not count, and changing the role back and forth does not start the
 * grace period again.
 *
 * @param day the first day
 * @param paused since when the member has a role to which the policy does not apply; empty if it applies
 */
public record GraceStart(LocalDate day, Optional<LocalDate> paused) {

    private static final String PREFIX = "ASKED_";

    private static final String PAUSED = "_PAUSED_";

    /** Of a member to whom the policy applies from that day on. */
    public static GraceStart on(LocalDate day) {
        return new GraceStart(day, Optional.empty());
    }

    /** As written by {@link #text}; empty for any other text. */
    public static Optional<GraceStart> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] days = text.substring(PREFIX.length()).split(PAUSED, 2);
        try {
            Optional<LocalDate> paused = days.length == 1 ? Optional.empty() : Optional.of(LocalDate.parse(days[1]));
            return Optional.of(new GraceStart(LocalDate.parse(days[0]), paused));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The text that is stored: {@code ASKED_2026-11-28}, while paused {@code ASKED_2026-11-28_PAUSED_2026-12-03}. */
    public String text() {
        return PREFIX + day + paused.map(since -> PAUSED + since).orElse("");
    }

    /**
     * A change of a member's role.
     *
     * @param before the role before the change
     * @param after the role after the change
     * @param today the day of the change in the zone of the realm
     */
    public record Change(MfaPolicy policy, TenantRole before, TenantRole after, LocalDate today, ZoneId zone) {

        /**
         * What to store for the member; empty if the policy and the day of joining decide.
         *
         * @param stored what is stored so far
         * @param joined the day of joining
         */
        public Optional<GraceStart> after(Optional<GraceStart> stored, LocalDate joined) {
            if (policy.asks(before)) {
                LocalDate day = later(stored.map(GraceStart::day).orElse(joined), asked(before));
                return policy.asks(after)
                        ? ifLater(on(day), joined)
                        : Optional.of(new GraceStart(later(day, joined), Optional.of(today)));
            }
            return policy.asks(after)
                    ? ifLater(stored.flatMap(this::resumed).orElseGet(() -> on(today)), joined)
                    : stored;
        }

        /**
         * The member has the days that were left. The grace period starts again after a pause as long as itself, or if the
         * policy began to apply to the role during the pause.
         */
        private Optional<GraceStart> resumed(GraceStart stored) {
            return stored.paused()
                    .filter(since -> !asked(after).isAfter(since))
                    .map(since -> ChronoUnit.DAYS.between(since, today))
                    .filter(pause -> pause < policy.terms().gracePeriodDays())
                    .map(pause -> on(stored.day().plusDays(Math.max(0, pause))));
        }

        private Optional<GraceStart> ifLater(GraceStart start, LocalDate joined) {
            return Optional.of(start).filter(found -> found.day().isAfter(later(joined, asked(after))));
        }

        /** The day on which the policy began to apply to the role. */
        private LocalDate asked(TenantRole role) {
            return policy.asksSince(role)
                    .map(since -> LocalDate.ofInstant(since, zone))
                    .orElse(LocalDate.EPOCH);
        }

        private static LocalDate later(LocalDate one, LocalDate other) {
            return one.isAfter(other) ? one : other;
        }
    }
}
