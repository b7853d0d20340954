package dev.tenantmfa.message.gateway;

import org.jboss.logging.Logger;

/** Writes messages into the server log. */
final class LogSmsGateway implements SmsGateway {

    private static final Logger LOG = Logger.getLogger(LogSmsGateway.class);

    private final boolean usable;

    LogSmsGateway(boolean usable) {
        this.usable = usable;
    }

    @Override
    public boolean isConfigured() {
        return usable;
    }

    @Override
    public void send(SmsMessage message) throws SmsGatewayException {
        if (!usable) {
            throw SmsGatewayException.notSent("the gateway \"log\" is for development only");
        }
        LOG.infof("SMS to %s: %s", message.number(), message.text());
    }
}
