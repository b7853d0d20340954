package dev.tenantmfa.platform;

import dev.tenantmfa.fixture.RealmFixture;
import jakarta.ws.rs.BadRequestException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

class UserLocaleTest {

    private final RealmFixture keycloak = new RealmFixture();

    @Test
    void isWhatKeycloakResolves() {
        when(keycloak.session.getContext().resolveLocale(keycloak.user)).thenReturn(Locale.GERMAN);

        assertThat(UserLocale.of(keycloak.session, keycloak.user)).isEqualTo(Locale.GERMAN);
    }

    @Test
    void headerThatCannotBeReadLeadsToTheRealmsLanguage() {
        when(keycloak.session.getContext().resolveLocale(keycloak.user))
                .thenThrow(new BadRequestException("q value cannot be greater than one"));

        assertThat(UserLocale.of(keycloak.session, keycloak.user)).isEqualTo(Locale.ENGLISH);
        when(keycloak.realm.getDefaultLocale()).thenReturn("de");
        assertThat(UserLocale.of(keycloak.session, keycloak.user)).isEqualTo(Locale.GERMAN);
    }
}
