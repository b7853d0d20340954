package dev.tenantmfa.setup;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.platform.RealmZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTextTest {

    private static final String[] ZONES = new TreeSet<>(ZoneId.getAvailableZoneIds()).toArray(String[]::new);

    @Test
    void namesTheLastMinuteOfTheDay() {
        DeadlineText text = DeadlineText.of(Instant.parse("2026-11-28T00:00:00Z"), ZoneId.of("UTC"), Locale.ENGLISH);

        assertThat(text.date()).isEqualTo("November 27, 2026");
        assertThat(text.time()).startsWith("11:59").endsWith("PM");
        assertThat(text.zone()).isEqualTo("UTC");
    }

    @Test
    void namesTheZoneInTheLanguageOfThePage() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant end = RealmZone.endOf(LocalDate.parse("2026-07-31"), berlin);

        assertThat(DeadlineText.of(end, berlin, Locale.GERMAN))
                .isEqualTo(new DeadlineText("31. Juli 2026", "23:59", "MESZ, Europe/Berlin"));
    }

    @Test
    void lastDayIsNamedInEveryZone() {
        Property.holds(inputs -> {
            ZoneId zone = ZoneId.of(inputs.oneOf(ZONES));
            LocalDate day = LocalDate.of(2024, 1, 1).plusDays(inputs.number(0, 2_000));
            Locale locale = inputs.oneOf(Locale.ENGLISH, Locale.GERMAN);

            DeadlineText text = DeadlineText.of(RealmZone.endOf(day, zone), zone, locale);

            assertThat(text.date())
                    .isEqualTo(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                            .withLocale(locale)
                            .format(day));
            assertThat(text.zone()).contains(zone.getId());
        });
    }
}
