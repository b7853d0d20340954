package dev.tenantmfa.it.assurance;

/**
 * How an attempt to log in ended.
 *
 * @param detail for the message of a failed test
 */
record Outcome(Kind kind, String detail) {
    enum Kind {
        /** Tokens, a SAML assertion or a Docker token. */
        TOKENS,
        /** The gate's own refusal at the token endpoint. */
        REFUSED,
        CODE,
        SETUP,
        /** A required action of Keycloak. */
        ACTION,
        OTHER
    }

    private static final int SHORT = 200;

    /** The detail is cut: answers hold tokens. */
    static Outcome of(Kind kind, String detail) {
        return new Outcome(kind, detail.substring(0, Math.min(SHORT, detail.length())));
    }

    boolean isTokens() {
        return kind == Kind.TOKENS;
    }
}
