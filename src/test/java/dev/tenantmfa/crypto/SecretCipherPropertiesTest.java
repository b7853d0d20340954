package dev.tenantmfa.crypto;

import dev.tenantmfa.fixture.Property;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.SecretGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretCipherPropertiesTest {

    private final InMemoryKeyRing keys =
            new InMemoryKeyRing().put(SealingKey.derive("key", "a master secret".getBytes(StandardCharsets.UTF_8)));
    private final SecretCipher cipher = new SecretCipher(keys, SecretGenerator.getInstance()::randomBytes);

    @Test
    void anySecretOpensInItsContextAlone() {
        Property.holds(inputs -> {
            byte[] secret = inputs.bytes(200);
            String context = inputs.text(10);
            String sealed = cipher.seal(secret, context);

            assertThat(cipher.open(sealed, context)).isEqualTo(secret);
            assertThat(sealed).matches("tmfa1(\\.[A-Za-z0-9_-]+){3}");
            assertShut(sealed, context + "x");
        });
    }

    @Test
    void textWithAnyOneBitChangedDoesNotOpen() {
        Property.holds(inputs -> {
            String sealed = cipher.seal(inputs.bytes(40), "context");
            char[] changed = sealed.toCharArray();
            changed[inputs.number(0, changed.length - 1)] ^= (char) (1 << inputs.number(0, 6));

            assertShut(new String(changed), "context");
        });
    }

    @Test
    void damagedTextDoesNotOpen() {
        Property.holds(inputs -> {
            String sealed = cipher.seal(inputs.bytes(40), "context");
            String damaged = inputs.damaged(sealed);
            if (!damaged.equals(sealed)) {
                assertShut(damaged, "context");
            }
            assertShut(inputs.text(40), "context");
        });
    }

    private void assertShut(String sealed, String context) {
        assertThatThrownBy(() -> cipher.open(sealed, context)).isInstanceOf(SealException.class);
    }
}
