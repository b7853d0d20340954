package dev.tenantmfa.it.assurance;

/** What an attacker does at the page on which a login stops. */
enum Trick {
    NONE,
    /** {@code POST login-actions/consent} without {@code session_code} (CVE-2026-133221). */
    CONSENT,
    /** {@code login-actions/restart} (CVE-2026-94218). */
    RESTART,
    /** The first form once more, and the page from the history. */
    BACK,
    /** The same request in a second tab of the browser. */
    SECOND_TAB,
    /** The link of a mail in a browser that has no cookies. */
    FRESH_BROWSER,
    /** Forms for other executions of the flow. */
    OTHER_EXECUTION
}
