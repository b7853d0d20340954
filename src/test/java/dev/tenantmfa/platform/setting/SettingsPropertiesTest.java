package dev.tenantmfa.platform.setting;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.platform.seal.RealmKeyRing;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Of whatever an administrator writes into a setting. */
class SettingsPropertiesTest {

    @Test
    void numberIsAlwaysWithinItsBounds() {
        Property.holds(inputs -> {
            int least = inputs.number(-1_000, 1_000);
            int most = least + inputs.number(0, 1_000);
            IntSetting setting = Setting.key("key").range(least, most).or(least);

            assertThat(setting.in(Map.of("key", inputs.text(10)))).isBetween(least, most);
            int number = inputs.number(least, most);
            assertThat(setting.in(Map.of("key", inputs.oneOf("", " ", "\t") + number + " ")))
                    .isEqualTo(number);
        });
    }

    @Test
    void switchIsTheDefaultUnlessItSaysOtherwise() {
        Property.holds(inputs -> {
            boolean usual = inputs.oneOf(true, false);
            BooleanSetting setting = Setting.key("key").or(usual);
            String text = inputs.text(3);

            boolean said = text.strip().equalsIgnoreCase(Boolean.toString(!usual));
            assertThat(setting.in(Map.of("key", text))).isEqualTo(said != usual);
        });
    }

    @Test
    void keyIsNeverReadOutOfTheAttributeItselfNorShown() {
        RealmFixture keycloak = new RealmFixture();
        RealmKeyRing keys = new RealmKeyRing(keycloak.session, keycloak.realm);
        Property.holds(inputs -> {
            String text = "secret-" + inputs.text(20);
            keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, text);
            keycloak.setAttribute(RealmKeyRing.PREVIOUS_KEYS_ATTRIBUTE, text + "," + inputs.text(5));

            assertThatThrownBy(keys::active).isInstanceOf(SealException.class).hasMessageNotContaining("secret-");
            assertThat(keys.find("vault:" + inputs.text(5))).isEmpty();
            assertThat(keys.find(inputs.text(5))).isEmpty();
        });
    }
}
