package dev.tenantmfa.it.assurance;

/** What the tenant of the user demands. */
enum Policy {
    NONE,
    /** A second factor, after a week. */
    IN_GRACE,
    /** A second factor from everybody, now. */
    ALL,
    /** The same, and an administrator made {@code tmfa-configure} a required action of the user. */
    ALL_AND_DEMANDED
}
