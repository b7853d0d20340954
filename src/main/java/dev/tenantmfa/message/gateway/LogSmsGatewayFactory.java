package dev.tenantmfa.message.gateway;

import com.google.auto.service.AutoService;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.models.KeycloakSession;

/**
 * Writes messages to the server log instead of sending them, including code and number. For development only: a server
 * in production mode that is configured to use it does not start, and a realm that chooses it there has no gateway.
 */
@AutoService(SmsGatewayFactory.class)
public final class LogSmsGatewayFactory implements SmsGatewayFactory {

    public static final String PROVIDER_ID = "log";

    private static final Logger LOG = Logger.getLogger(LogSmsGatewayFactory.class);

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public void init(Config.Scope config) {
        if (!Environment.isDevMode() && PROVIDER_ID.equals(Config.getProvider(SmsGatewaySpi.NAME))) {
            throw new IllegalStateException("The SMS gateway \"log\" writes codes to the log and is only for start-dev;"
                    + " choose another one by --spi-tmfa-sms-gateway--provider");
        }
    }

    @Override
    public SmsGateway create(KeycloakSession session) {
        boolean usable = Environment.isDevMode();
        if (!usable) {
            LOG.errorf(
                    "Realm %s: the SMS gateway \"log\" is only for start-dev and sends nothing here",
                    session.getContext().getRealm().getName());
        }
        return new LogSmsGateway(usable);
    }
}
