package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.wiring.doctor.ServerChecks.Pools;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PoolsTest {

    @Test
    void eachRequestMayNeedTwoConnections() {
        assertThat(new Pools(50, 100).areEnough()).isTrue();
        assertThat(new Pools(50, 99).areEnough()).isFalse();
        assertThat(new Pools(64, 100).areEnough())
                .as("a machine with 16 processors")
                .isFalse();
        assertThat(new Pools(64, 100).needed()).isEqualTo(128);
    }
}
