package dev.tenantmfa.tenant.login;

import dev.tenantmfa.fixture.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoginHintTest {

    @ParameterizedTest
    @CsvSource({
        "alice@acme, acme, alice",
        "alice@no-such-tenant, no-such-tenant, alice",
        "alice@example.test@acme, acme, alice@example.test",
        "alice@ACME, ACME, alice"
    })
    void nameInATenantFillsBothFields(String hint, String tenant, String username) {
        assertThat(LoginHint.parse(hint)).isEqualTo(new LoginHint(tenant, username));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "alice@acme.test", "@acme", "alice@", "alice@a b", "alice@acme\u0000", "a@b@"})
    void anythingElseIsAUsername(String hint) {
        assertThat(LoginHint.parse(hint)).isEqualTo(new LoginHint("", hint));
    }

    @Test
    void nothingThatWasHintedIsLost() {
        Property.holds(inputs -> {
            String hint = inputs.text(40);
            LoginHint parts = LoginHint.parse(hint);
            String whole = parts.tenant().isEmpty() ? parts.username() : parts.username() + "@" + parts.tenant();
            assertThat(whole).isEqualTo(hint);
        });
    }
}
