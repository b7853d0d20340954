package dev.tenantmfa.platform.setting;

import dev.tenantmfa.fixture.RealmFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

import static org.assertj.core.api.Assertions.assertThat;

class BadValuesTest {

    private final RealmFixture keycloak = new RealmFixture();

    @Test
    void eachBadValueIsWarnedAboutOnce() {
        String key = "bad-values-test." + System.nanoTime();

        assertThat(BadValues.warnOnce(keycloak.realm, key, "ten", "must be a number"))
                .isTrue();
        assertThat(BadValues.warnOnce(keycloak.realm, key, "ten", "must be a number"))
                .isFalse();
        assertThat(BadValues.warnOnce(keycloak.realm, key, "eleven", "must be a number"))
                .isTrue();
        assertThat(BadValues.warnOnce((RealmModel) null, key, "ten", "must be a number"))
                .isTrue();
        assertThat(BadValues.warnOnce(Map.of("realm", "other"), key, "ten", "must be a number"))
                .isTrue();
    }
}
