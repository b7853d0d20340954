package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;

/** A message was not handed over. Its text goes into the server log: no number, no code, no secret. */
@PublicApi
public final class SmsGatewayException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean perhapsSent;

    private SmsGatewayException(String message, boolean perhapsSent) {
        super(message);
        this.perhapsSent = perhapsSent;
    }

    /** The gateway has not taken the message. */
    public static SmsGatewayException notSent(String why) {
        return new SmsGatewayException(why, false);
    }

    /** The gateway was reached, and nobody knows whether it took the message. */
    public static SmsGatewayException perhapsSent(String why) {
        return new SmsGatewayException(why, true);
    }

    /** Whether the message may arrive all the same; it then counts against the day's messages. */
    public boolean isPerhapsSent() {
        return perhapsSent;
    }
}
