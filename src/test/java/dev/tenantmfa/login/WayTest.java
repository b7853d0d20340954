package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import java.util.List;
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
    void accessPassIsTypedWhereCodesAre() {
        assertThat(Way.to(Set.of(Method.ACCESS_PASS))).containsExactly(Way.CODE);
        assertThat(label(Set.of(Method.ACCESS_PASS))).isEqualTo("tmfa-way-access-pass");
        assertThat(label(Set.of(Method.ACCESS_PASS, Method.TOTP))).isEqualTo("tmfa-way-code-or-access-pass");
        assertThat(label(Set.of(Method.TOTP))).isEqualTo("tmfa-way-code");
    }

    private static String label(Set<Method> methods) {
        return Way.shown(List.of(Way.CODE), methods).get(0).get("label");
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
