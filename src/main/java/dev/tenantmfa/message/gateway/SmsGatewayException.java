package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;

/** A message was not delivered to the gateway. The text is written to the server log: no number, code or secret. */
@PublicApi
public final class SmsGatewayException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean perhapsSent;

    private SmsGatewayException(String message, boolean perhapsSent) {
        super(message);
        this.perhapsSent = perhapsSent;
    }

    /** The gateway has not accepted the message. */
    public static SmsGatewayException notSent(String why) {
        return new SmsGatewayException(why, false);
    }

    /** The gateway was reached, but it is not known whether it accepted the message. */
    public static SmsGatewayException perhapsSent(String why) {
        return new SmsGatewayException(why, true);
    }

    /** Whether the message may still arrive; it then counts against the day's messages. */
    public boolean isPerhapsSent() {
        return perhapsSent;
    }
}
