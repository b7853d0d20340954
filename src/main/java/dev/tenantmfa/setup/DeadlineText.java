package dev.tenantmfa.setup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;

/**
 * The end of a grace period, formatted for users.
 *
 * @param date the last day
 * @param time the last minute of that day; many would read midnight as that of the day before
 * @param zone the name of the time zone, and its identifier if that differs
 */
public record DeadlineText(String date, String time, String zone) {

    /** @param end the first instant after the grace period */
    public static DeadlineText of(Instant end, ZoneId zone, Locale locale) {
        ZonedDateTime last = end.minus(Duration.ofMinutes(1)).atZone(zone);
        return new DeadlineText(
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(locale)
                        .format(last),
                DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(last),
                zoneName(last, locale));
    }

    /** In the order of the placeholders in the text. */
    public List<String> parts() {
        return List.of(date, time, zone);
    }

    private static String zoneName(ZonedDateTime time, Locale locale) {
        String name = DateTimeFormatter.ofPattern("z", locale).format(time);
        return name.equals(time.getZone().getId())
                ? name
                : name + ", " + time.getZone().getId();
    }
}
