package dev.tenantmfa.message;

import dev.tenantmfa.factor.message.MessageCodes.Destination;

/**
 * A destination with its number or address. {@code toString} shows neither.
 *
 * @param address E.164 number or email address
 * @param proven whether the user has shown to own it; false for a number that is being set up
 */
record Recipient(Destination destination, String address, boolean proven) {

    @Override
    public String toString() {
        return "Recipient[" + destination.masked() + "]";
    }
}
