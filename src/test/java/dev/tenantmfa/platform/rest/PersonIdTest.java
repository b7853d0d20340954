package dev.tenantmfa.platform.rest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PersonIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"7f0c1d9e-0000-4000-8000-000000000001", "anything", "f:store:ada"})
    void mayBeAskedFor(String id) {
        assertThat(PersonId.isOne(id)).isTrue();
    }

    /** Keycloak cuts the id of a store out of these without a look. */
    @ParameterizedTest
    @ValueSource(strings = {"", "f:", "f:store", "f::ada", "a\u0000b"})
    void isNoId(String id) {
        assertThat(PersonId.isOne(id)).isFalse();
    }
}
