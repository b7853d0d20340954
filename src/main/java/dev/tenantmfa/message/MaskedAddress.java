package dev.tenantmfa.message;

/**
 * The masked form of an email address that may be shown: first and last character of its local part, and its domain.
 */
final class MaskedAddress {

    private static final String HIDDEN = "***";

    private MaskedAddress() {}

    /** For example {@code a***e@example.com}; of a local part of one or two characters only the first is shown. */
    static String of(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        String domain = at < 0 ? "" : address.substring(at);
        int[] characters = local.codePoints().toArray();
        if (characters.length == 0) {
            return HIDDEN + domain;
        }
        String first = Character.toString(characters[0]);
        String last = characters.length < 3 ? "" : Character.toString(characters[characters.length - 1]);
        return first + HIDDEN + last + domain;
    }
}
