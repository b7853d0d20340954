package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The dates of a policy, as reminders need them. */
record RollOut(MfaPolicy policy, Instant now, ZoneId zone) {

    /** Two roles that a policy may treat differently. */
    private static final Set<TenantRole> ROLES = EnumSet.of(TenantRole.ADMIN, TenantRole.MEMBER);

    /** A member who was there before the policy. */
    private static final LocalDate LONG_AGO = LocalDate.EPOCH;

    /** The mail that is due to the member now; empty for members who have a second factor or need none. */
    Optional<Reminder> reminderFor(Enrolment enrolment) {
        Membership member = enrolment.member();
        return enrolment.isMissing()
                ? reminder(member.role(), member.graceFrom(zone), member.exemptUntil(), member.kept())
                : Optional.empty();
    }

    /** The mail that is due to a member without a second factor. */
    Optional<Reminder> reminder(TenantRole role, LocalDate joined, Optional<Instant> exemptUntil, Set<String> marks) {
        Instant began = policy.asksSince(role).orElse(now);
        Instant since = later(began, joined.atStartOfDay(zone).toInstant());
        Instant required = policy.graceEnds(role, joined, zone).orElse(since);
        Instant exempt = exemptUntil.filter(now::isBefore).orElse(required);
        return Reminder.due(now, zone, since, later(required, exempt), marks);
    }

    /** Whether mails may be due to members who were there before the policy. */
    boolean concernsEverybody() {
        return ROLES.stream()
                        .flatMap(role -> policy.asksSince(role).stream())
                        .anyMatch(since -> now.isBefore(Reminder.daysAfter(since, Reminder.NEW_DAYS, zone)))
                || dates().anyMatch(this::isWithinAWeek);
    }

    /** Mails may be due to members who joined on this day or later. */
    LocalDate newcomersSince() {
        // One day more, because the last day of a grace period belongs to it.
        return LocalDate.ofInstant(now, zone).minusDays(policy.terms().gracePeriodDays() + Reminder.NEW_DAYS + 1L);
    }

    /** The date of the policy that is at most a week away; empty if there is none. The owners are told of it. */
    Optional<Instant> dateOfSummary() {
        return dates().filter(this::isWithinAWeek).min(Comparator.naturalOrder());
    }

    private Stream<Instant> dates() {
        return ROLES.stream().flatMap(role -> policy.graceEnds(role, LONG_AGO, zone).stream());
    }

    private boolean isWithinAWeek(Instant date) {
        return now.isBefore(date) && !now.isBefore(Reminder.daysAfter(date, -Reminder.Stage.WEEK.days(), zone));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
