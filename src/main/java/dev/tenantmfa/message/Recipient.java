package dev.tenantmfa.message;

import dev.tenantmfa.factor.MessageCodes.Destination;

/**
 * A destination with the number or address that it stands for. Shows neither.
 *
 * @param address E.164 number or e-mail address
 * @param proven whether the person has shown to own it; not so for a number that is being set up
 */
record Recipient(Destination destination, String address, boolean proven) {

    @Override
    public String toString() {
        return "Recipient[" + destination.masked() + "]";
    }
}
