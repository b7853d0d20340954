package dev.tenantmfa.setup;

import dev.tenantmfa.fixture.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceNamePropertiesTest {

    @Test
    void nameIsKeptInOneFormAndIsShortAndVisible() {
        Property.holds(inputs -> {
            String name = DeviceName.normalize(inputs.text(60));

            assertThat(DeviceName.normalize(name)).isEqualTo(name);
            if (DeviceName.isAllowed(name)) {
                assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(DeviceName.MAX_LENGTH);
                assertThat(name.chars()).noneMatch(Character::isISOControl);
            }
        });
    }
}
