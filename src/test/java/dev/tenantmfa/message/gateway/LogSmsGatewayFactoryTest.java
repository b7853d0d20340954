package dev.tenantmfa.message.gateway;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.Config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogSmsGatewayFactoryTest {

    private static final String PROVIDER = "keycloak.tmfa-sms-gateway.provider";
    private static final String PROFILE = "kc.profile";

    private final LogSmsGatewayFactory factory = new LogSmsGatewayFactory();

    @AfterEach
    void forget() {
        System.clearProperty(PROVIDER);
        System.clearProperty(PROFILE);
    }

    @Test
    void productionDoesNotStartWithIt() {
        System.setProperty(PROVIDER, "log");

        assertThatThrownBy(() -> factory.init(Config.scope("tmfa-sms-gateway", "log")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start-dev");
    }

    @Test
    void productionStartsWithAnotherOne() {
        assertThatCode(() -> factory.init(Config.scope("tmfa-sms-gateway", "log")))
                .doesNotThrowAnyException();
    }

    @Test
    void developmentStartsWithIt() {
        System.setProperty(PROVIDER, "log");
        System.setProperty(PROFILE, "dev");

        assertThatCode(() -> factory.init(Config.scope("tmfa-sms-gateway", "log")))
                .doesNotThrowAnyException();
    }

    @Test
    void unusableOneTakesNothing() {
        LogSmsGateway gateway = new LogSmsGateway(false);

        assertThatThrownBy(() -> gateway.send(new SmsMessage("+491701234567", "text", "123456")))
                .isInstanceOf(SmsGatewayException.class);
    }
}
