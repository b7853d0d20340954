package dev.tenantmfa.headless.grant;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProofReaderTest {

    @ParameterizedTest
    @EnumSource(ProofReader.class)
    void emptyRequestLacksTheFirstParameter(ProofReader reader) {
        assertThat(reader.missing(parameters())).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"OTP, otp", "RECOVERY_CODE, recovery_code"})
    void codeOfSeparatorsIsMissing(ProofReader reader, String name) {
        assertThat(reader.missing(parameters(name, " "))).contains(name);
        assertThat(reader.missing(parameters(name, "---"))).contains(name);
        assertThat(reader.missing(parameters(name, "\u200B"))).contains(name);
        assertThat(reader.missing(parameters(name, "123456"))).isEmpty();
    }

    @Test
    void replyNeedsTheMessageAndItsCode() {
        assertThat(ProofReader.OUT_OF_BAND.missing(parameters("binding_code", "123456")))
                .contains("oob_code");
        assertThat(ProofReader.OUT_OF_BAND.missing(parameters("oob_code", "handle")))
                .contains("binding_code");
        assertThat(ProofReader.OUT_OF_BAND.missing(parameters("oob_code", "handle", "binding_code", "- -")))
                .contains("binding_code");
        assertThat(ProofReader.OUT_OF_BAND.missing(parameters("oob_code", "handle", "binding_code", "123456")))
                .isEmpty();
    }

    private static MultivaluedMap<String, String> parameters(String... namesAndValues) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return parameters;
    }
}
