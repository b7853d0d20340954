package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WayTest {

    @Test
    void appAndBackupCodesAreOneWay() {
        assertThat(Way.to(Set.of(Method.TOTP, Method.BACKUP_CODE))).containsExactly(Way.CODE);
        assertThat(Way.to(Set.of(Method.BACKUP_CODE))).containsExactly(Way.CODE);
    }

    @Test
    void waysComeInTheUsualOrder() {
        assertThat(Way.to(Set.of(Method.EMAIL, Method.PASSKEY, Method.SECURITY_KEY, Method.TOTP)))
                .containsExactly(Way.CODE, Way.KEY, Way.PASSKEY, Way.MESSAGE);
    }

    @Test
    void idOfNoWayIsNone() {
        assertThat(Way.of(null)).isEmpty();
        assertThat(Way.of("CODE")).isEmpty();
        assertThat(Way.of("key")).contains(Way.KEY);
    }
}
