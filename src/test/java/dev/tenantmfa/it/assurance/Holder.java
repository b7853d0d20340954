package dev.tenantmfa.it.assurance;

/** The user of a cell, by what they have. All know their password. */
enum Holder {
    NO_FACTOR,
    /** An authenticator app and backup codes. */
    APP,
    /** A security key, and nothing else. */
    SECURITY_KEY,
    /** An account that a tenant made and whose e-mail address is not verified yet. */
    PENDING_VERIFY_EMAIL,
    /** An account that a tenant made and whose password is not replaced yet. */
    PENDING_UPDATE_PASSWORD;

    boolean isPending() {
        return this == PENDING_VERIFY_EMAIL || this == PENDING_UPDATE_PASSWORD;
    }
}
