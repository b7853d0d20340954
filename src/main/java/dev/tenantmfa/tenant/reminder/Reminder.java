package dev.tenantmfa.tenant.reminder;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A mail that is due to a member now.
 *
 * @param text which text the mail has
 * @param stage how close the date is
 * @param requiredFrom when a second factor is required; may be in the past
 * @param day of {@code requiredFrom}, in the realm's zone
 */
record Reminder(Text text, Stage stage, Instant requiredFrom, LocalDate day) {

    /** For how many days the policy of a tenant or a membership counts as new. */
    static final int NEW_DAYS = 7;

    /** Begins the names of groups of members to whom a mail was sent. */
    static final String MARK = "REMINDED_";

    /** The texts of mails. The id is part of message keys and a label of the meter. */
    enum Text {
        ASKED("asked"),
        WEEK("week"),
        DAY("day"),
        SUMMARY("summary");

        private final String id;

        Text(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /** How close the date is, later stages last. */
    enum Stage {
        ASKED(Text.ASKED, 0),
        WEEK(Text.WEEK, 7),
        DAY(Text.DAY, 1);

        private final Text text;
        private final int days;

        Stage(Text text, int days) {
            this.text = text;
            this.days = days;
        }

        int days() {
            return days;
        }
    }

    /**
     * The mail that is due to a member without a second factor. Of several that were missed, only the last is. None if one
     * of the same stage or a later one was sent for the same day, so a clock that is set back repeats none.
     *
     * @param since when the policy began to apply to the member
     * @param requiredFrom when a second factor is required of the member
     * @param marks names of groups that the member is in, see {@link #mark}
     */
    static Optional<Reminder> due(Instant now, ZoneId zone, Instant since, Instant requiredFrom, Set<String> marks) {
        boolean isNew = !now.isBefore(since) && now.isBefore(daysAfter(since, NEW_DAYS, zone));
        Stage stage = Stage.ASKED;
        for (Stage candidate : Stage.values()) {
            boolean reached = candidate.days() > 0
                    && now.isBefore(requiredFrom)
                    && !now.isBefore(daysAfter(requiredFrom, -candidate.days(), zone));
            stage = reached ? candidate : stage;
        }
        if (stage == Stage.ASKED && !isNew) {
            return Optional.empty();
        }
        LocalDate day = LocalDate.ofInstant(requiredFrom, zone);
        Stage reached = stage;
        boolean told = Stream.of(Stage.values()).anyMatch(sent -> marks.contains(mark(day, sent)));
        boolean sent = Stream.of(Stage.values())
                .filter(other -> other.compareTo(reached) >= 0)
                .anyMatch(other -> marks.contains(mark(day, other)));
        return sent
                ? Optional.empty()
                : Optional.of(new Reminder(isNew && !told ? Text.ASKED : stage.text, stage, requiredFrom, day));
    }

    /** Name of the group of members to whom this mail was sent. */
    String mark() {
        return mark(day, stage);
    }

    private static String mark(LocalDate day, Stage stage) {
        return MARK + day + "_" + stage;
    }

    /** By the calendar of the zone: a day with a change to or from summer time is one day too. */
    static Instant daysAfter(Instant time, int days, ZoneId zone) {
        return time.atZone(zone).plusDays(days).toInstant();
    }
}
