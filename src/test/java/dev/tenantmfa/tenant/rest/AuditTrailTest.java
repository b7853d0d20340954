package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.fixture.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuditTrailTest {

    private static final String TENANT = "organizations/acme-1";

    @ParameterizedTest
    @ValueSource(strings = {TENANT, TENANT + "/members/7", TENANT + "/"})
    void pathOfTheTenantIsItsOwn(String path) {
        assertThat(AuditTrail.isAtOrBelow(path, TENANT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "organizations/acme-10", "organizations/acme-1x/members/7", "organizations", "users/7"})
    void pathOfAnotherOneIsNot(String path) {
        assertThat(AuditTrail.isAtOrBelow(path, TENANT)).isFalse();
    }

    @Test
    void noIdThatBeginsAlikeIsTaken() {
        Property.holds(inputs -> {
            String more = inputs.of("0123456789abcdef-_.%*", 1, 20);
            assertThat(AuditTrail.isAtOrBelow(TENANT + more, TENANT)).isFalse();
            assertThat(AuditTrail.isAtOrBelow(TENANT + more + "/members/1", TENANT))
                    .isFalse();
        });
    }

    @Test
    void eventWithoutAPathIsNobodys() {
        assertThat(AuditTrail.isAtOrBelow(null, TENANT)).isFalse();
    }
}
