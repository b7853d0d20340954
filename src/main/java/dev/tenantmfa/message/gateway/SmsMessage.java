package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;

/**
 * A message to be sent.
 *
 * @param number of the receiver, E.164 with {@code +}
 * @param text in the receiver's language, with the code in it
 * @param code for gateways that make the text themselves
 */
@PublicApi
public record SmsMessage(String number, String text, String code) {

    @Override
    public String toString() {
        return "SmsMessage[hidden]";
    }
}
