package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.tenant.reminder.Reminder.Stage;
import dev.tenantmfa.tenant.reminder.Reminder.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which mail is due when, in all zones and over summer time. */
class ReminderTest {

    private static final String[] ZONES = new TreeSet<>(ZoneId.getAvailableZoneIds()).toArray(String[]::new);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant ASKED = Instant.parse("2026-03-01T12:00:00Z");
    /** Midnight in Berlin on the day after summer time began. */
    private static final Instant REQUIRED = Instant.parse("2026-03-29T22:00:00Z");

    private static Optional<Text> text(String now, String... marks) {
        return Reminder.due(Instant.parse(now), BERLIN, ASKED, REQUIRED, Set.of(marks))
                .map(Reminder::text);
    }

    @Test
    void newlyAskedMembersAreToldWithinAWeek() {
        assertThat(text("2026-03-01T11:59:59Z")).isEmpty();
        assertThat(text("2026-03-01T12:00:00Z")).contains(Text.ASKED);
        assertThat(text("2026-03-08T11:59:59Z")).contains(Text.ASKED);
        assertThat(text("2026-03-08T12:00:00Z")).isEmpty();
    }

    /** Seven days and one day by the calendar: the day of the change has 23 hours. */
    @Test
    void remindersComeAWeekAndADayBefore() {
        assertThat(text("2026-03-22T22:59:59Z")).isEmpty();
        assertThat(text("2026-03-22T23:00:00Z")).contains(Text.WEEK);
        assertThat(text("2026-03-28T22:59:59Z")).contains(Text.WEEK);
        assertThat(text("2026-03-28T23:00:00Z")).contains(Text.DAY);
        assertThat(text("2026-03-29T21:59:59Z")).contains(Text.DAY);
        assertThat(text("2026-03-29T22:00:00Z")).isEmpty();
    }

    @Test
    void mailThatWasSentIsNotSentAgain() {
        assertThat(text("2026-03-01T13:00:00Z", "REMINDED_2026-03-30_ASKED")).isEmpty();
        assertThat(text("2026-03-23T13:00:00Z", "REMINDED_2026-03-30_ASKED")).contains(Text.WEEK);
        assertThat(text("2026-03-23T13:00:00Z", "REMINDED_2026-03-30_WEEK")).isEmpty();
        assertThat(text("2026-03-29T13:00:00Z", "REMINDED_2026-03-30_WEEK")).contains(Text.DAY);
        assertThat(text("2026-03-29T13:00:00Z", "REMINDED_2026-03-30_DAY")).isEmpty();
    }

    @Test
    void clockThatIsSetBackRepeatsNone() {
        for (String before : List.of("2026-03-01T13:00:00Z", "2026-03-23T13:00:00Z", "2026-03-29T13:00:00Z")) {
            assertThat(text(before, "REMINDED_2026-03-30_DAY")).as(before).isEmpty();
        }
    }

    @Test
    void otherDateIsRemindedOfAgain() {
        assertThat(text("2026-03-23T13:00:00Z", "REMINDED_2026-03-24_DAY", "2026-03-30"))
                .contains(Text.WEEK);
    }

    @Test
    void firstMailOfAShortGracePeriodSaysWhatIsAsked() {
        Instant now = ASKED.plus(Duration.ofMinutes(5));
        Instant required = ASKED.plus(Duration.ofDays(3));

        Reminder first = Reminder.due(now, BERLIN, ASKED, required, Set.of()).orElseThrow();

        assertThat(first.text()).isEqualTo(Text.ASKED);
        assertThat(first.stage()).isEqualTo(Stage.WEEK);
        assertThat(Reminder.due(now, BERLIN, ASKED, required, Set.of(first.mark())))
                .isEmpty();
        assertThat(Reminder.due(now.plus(Duration.ofDays(2)), BERLIN, ASKED, required, Set.of(first.mark()))
                        .map(Reminder::text))
                .contains(Text.DAY);
    }

    @Test
    void policyThatRequiresAtOnceIsAnnouncedOnce() {
        Instant now = ASKED.plus(Duration.ofMinutes(5));

        Reminder only = Reminder.due(now, BERLIN, ASKED, ASKED, Set.of()).orElseThrow();

        assertThat(only.text()).isEqualTo(Text.ASKED);
        assertThat(Reminder.due(now, BERLIN, ASKED, ASKED, Set.of(only.mark()))).isEmpty();
        assertThat(Reminder.due(now.plus(Duration.ofDays(8)), BERLIN, ASKED, ASKED, Set.of()))
                .isEmpty();
    }

    /** Whatever the zone, and however often and at whatever times the clock is read. */
    @Test
    void noMailComesTwiceAndNoneAfterALaterOne() {
        Property.holds(inputs -> {
            ZoneId zone = ZoneId.of(inputs.oneOf(ZONES));
            Instant asked = instant(inputs.number(0, 20_000), inputs.number(0, 86_399), zone);
            Instant required = Reminder.daysAfter(asked, inputs.number(0, 60), zone);
            Set<String> marks = new HashSet<>();
            List<Reminder> sent = new ArrayList<>();
            for (int step = 0; step < 30; step++) {
                Instant now = asked.plus(Duration.ofMinutes(inputs.number(-2_000, 100_000)));
                Optional<Reminder> due = Reminder.due(now, zone, asked, required, marks);
                due.ifPresent(reminder -> {
                    assertThat(marks).doesNotContain(reminder.mark());
                    marks.add(reminder.mark());
                    sent.add(reminder);
                });
            }

            assertThat(sent.stream().map(Reminder::stage)).isSorted().doesNotHaveDuplicates();
            assertThat(sent.stream().skip(1).map(Reminder::text)).doesNotContain(Text.ASKED);
        });
    }

    /** A clock that goes on without a jump, read each quarter of an hour. */
    @Test
    void memberWhoDoesNothingGetsEachMailInItsTime() {
        Property.holds(inputs -> {
            ZoneId zone = ZoneId.of(inputs.oneOf(ZONES));
            Instant asked = instant(inputs.number(0, 20_000), inputs.number(0, 86_399), zone);
            int grace = inputs.number(9, 30);
            Instant required = Reminder.daysAfter(asked, grace, zone);
            Set<String> marks = new HashSet<>();
            List<String> sent = new ArrayList<>();
            for (Instant now = asked; now.isBefore(required.plus(Duration.ofDays(2))); now = now.plusSeconds(900)) {
                Optional<Reminder> due = Reminder.due(now, zone, asked, required, marks);
                if (due.isPresent()) {
                    marks.add(due.get().mark());
                    Instant wanted = due.get().stage() == Stage.ASKED
                            ? asked
                            : Reminder.daysAfter(required, -due.get().stage().days(), zone);
                    assertThat(Duration.between(wanted, now)).isBetween(Duration.ZERO, Duration.ofSeconds(899));
                    sent.add(due.get().text().id());
                }
            }

            assertThat(sent).containsExactly("asked", "week", "day");
        });
    }

    private static Instant instant(int day, int second, ZoneId zone) {
        return LocalDate.ofEpochDay(day)
                .atTime(LocalTime.ofSecondOfDay(second))
                .atZone(zone)
                .toInstant();
    }
}
