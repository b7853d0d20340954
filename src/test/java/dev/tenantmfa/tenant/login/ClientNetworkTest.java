package dev.tenantmfa.tenant.login;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, unknown",
                "192.0.2.7, 192.0.2.7",
                "::1, ::1",
                "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
                "2001:db8:1:2:ffff:4:5:6, 2001:db8:1:2::/64",
                "2001:db8:1:3:3:4:5:6, 2001:db8:1:3::/64",
                "2001:db8::1, 2001:db8::/64"
            })
    void addressesOfOneNetworkCountAsOne(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }
}
