package dev.tenantmfa.message;

import dev.tenantmfa.factor.MessageCodes.Destination;

/**
 * A destination with the number or address that it stands for. Shows neither.
 *
 * @param address E.164 number or e-mail address
 */
record Recipient(Destination destination, String address) {

    @Override
    public String toString() {
        return "Recipient[" + destination.masked() + "]";
    }
}
