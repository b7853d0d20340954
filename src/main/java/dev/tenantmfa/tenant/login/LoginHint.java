package dev.tenantmfa.tenant.login;

import dev.tenantmfa.platform.rest.PlainText;

/**
 * The values that a {@code login_hint}, or the username of an earlier login, gives the fields of the sign-in form. Only
 * the form of the text decides: a look-up would disclose which tenants exist.
 *
 * @param tenant for the tenant field; empty for none
 * @param username for the username field
 */
record LoginHint(String tenant, String username) {

    /**
     * {@code alice@acme} is {@code alice} in the tenant {@code acme}, {@code alice@acme.test} is an e-mail address, and
     * anything else is a username.
     */
    static LoginHint parse(String hint) {
        int at = hint.lastIndexOf('@');
        if (at > 0 && isAlias(hint.substring(at + 1))) {
            return new LoginHint(hint.substring(at + 1), hint.substring(0, at));
        }
        return new LoginHint("", hint);
    }

    /** An alias may also contain a dot, but then it cannot be distinguished from the domain of an address. */
    private static boolean isAlias(String text) {
        return !text.isEmpty()
                && PlainText.is(text)
                && text.codePoints().noneMatch(point -> point == '.' || point == '@' || Character.isWhitespace(point));
    }
}
