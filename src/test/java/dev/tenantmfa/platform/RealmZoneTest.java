package dev.tenantmfa.platform;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class RealmZoneTest {

    private final RealmModel realm = mock(RealmModel.class);

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", " Asia/Kolkata ", "+05:45", "UTC+2", "Pacific/Apia", "CET"})
    void zoneOfTheRealmIsTaken(String value) {
        assertThat(zone(value)).isEqualTo(ZoneId.of(value.strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Berlin", "Europe/Nowhere", "+25:00", "europe/berlin", "Z", "UTC"})
    void otherwiseDaysAreThoseOfUtc(String value) {
        assertThat(zone(value)).isEqualTo(ZoneId.of("UTC"));
    }

    @Test
    void dayEndsWhereTheNextOneBegins() {
        assertThat(RealmZone.endOf(LocalDate.parse("2026-11-27"), ZoneId.of("UTC")))
                .isEqualTo("2026-11-28T00:00:00Z");
        assertThat(RealmZone.endOf(LocalDate.parse("2026-03-28"), ZoneId.of("Europe/Berlin")))
                .isEqualTo("2026-03-28T23:00:00Z");
        assertThat(RealmZone.endOf(LocalDate.parse("2026-03-29"), ZoneId.of("Europe/Berlin")))
                .as("summer time began")
                .isEqualTo("2026-03-29T22:00:00Z");
        assertThat(RealmZone.endOf(LocalDate.parse("2018-11-03"), ZoneId.of("America/Sao_Paulo")))
                .as("there was no midnight")
                .isEqualTo(Instant.parse("2018-11-04T03:00:00Z"));
    }

    private ZoneId zone(String value) {
        when(realm.getName()).thenReturn("demo");
        when(realm.getAttribute(RealmZone.KEY)).thenReturn(value);
        return RealmZone.of(realm);
    }
}
