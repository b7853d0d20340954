package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.PublicApi;

/**
 * A message to be sent.
 *
 * @param number of the recipient, E.164 with {@code +}
 * @param text in the recipient's language, including the code
 * @param code for gateways that build the text themselves
 */
@PublicApi
public record SmsMessage(String number, String text, String code) {

    @Override
    public String toString() {
        return "SmsMessage[hidden]";
    }
}
