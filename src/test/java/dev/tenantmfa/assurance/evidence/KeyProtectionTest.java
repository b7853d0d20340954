package dev.tenantmfa.assurance.evidence;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.credential.dto.WebAuthnCredentialData;

import static org.assertj.core.api.Assertions.assertThat;

class KeyProtectionTest {

    @ParameterizedTest
    @CsvSource({
        "usb, none, hwk",
        "usb nfc, none, hwk",
        "internal, none, swk",
        "internal hybrid, none, swk",
        "hybrid, , swk",
        "internal usb, none, hwk",
        "internal, packed, hwk",
        "internal, tpm, hwk",
        ", none, hwk",
        ", , hwk"
    })
    void syncedPasskeysAreProtectedBySoftware(@Nullable String transports, @Nullable String format, String expected) {
        Set<String> known = transports == null ? null : new HashSet<>(Arrays.asList(transports.split(" ")));
        WebAuthnCredentialData key = new WebAuthnCredentialData("aaguid", "id", 0, null, "key", format, known);

        assertThat(KeyProtection.of(key).reference()).isEqualTo(expected);
    }
}
