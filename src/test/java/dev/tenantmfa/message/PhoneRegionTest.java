package dev.tenantmfa.message;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class PhoneRegionTest {

    private final RealmModel realm = mock(RealmModel.class);

    @ParameterizedTest
    @CsvSource({"DE, DE", "de, DE", "' it ', IT", "GB, GB"})
    void isTwoLettersInAnyCase(String value, String region) {
        when(realm.getAttribute(PhoneRegion.KEY)).thenReturn(value);

        assertThat(PhoneRegion.in(realm)).contains(region);
        assertThat(PhoneRegion.exampleOf(region)).isPresent();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"  ", "XX", "+49", "Germany", "DEU", "001", "ZZ"})
    void anythingElseIsNone(String value) {
        when(realm.getName()).thenReturn("demo");
        when(realm.getAttribute(PhoneRegion.KEY)).thenReturn(value);

        assertThat(PhoneRegion.in(realm)).isEmpty();
    }
}
