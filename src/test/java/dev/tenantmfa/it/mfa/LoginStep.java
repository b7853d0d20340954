package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.actors.WebPage;
import org.jsoup.nodes.Document;

/** What a login shows to somebody, or how it ended. */
public enum LoginStep {
    PASSWORD,
    CODE,
    SET_UP,
    CODES,
    RENEWAL,
    /** The choice after an access pass. */
    AFTER_PASS,
    /** Back at the application with a code for tokens. */
    IN,
    /** Back at the application with an OAuth error. */
    REFUSED,
    OTHER;

    public static LoginStep of(WebPage page) {
        if (page.html().isEmpty()) {
            return page.parameter("code").isPresent()
                    ? IN
                    : page.parameter("error").isPresent() ? REFUSED : OTHER;
        }
        Document document = page.document();
        if (document.selectFirst("#tmfa-code-form") != null) {
            return CODE;
        } else if (document.selectFirst("#tmfa-setup-form") != null) {
            return SET_UP;
        } else if (document.selectFirst("#tmfa-codes") != null) {
            return CODES;
        } else if (document.selectFirst("#tmfa-renew-form") != null) {
            return RENEWAL;
        } else if (document.selectFirst("#tmfa-access-pass-form") != null) {
            return AFTER_PASS;
        }
        return page.hasField("password") ? PASSWORD : OTHER;
    }
}
