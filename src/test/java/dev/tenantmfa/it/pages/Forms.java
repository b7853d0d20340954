package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** What the forms of this extension have in common. */
final class Forms {
    private static final String SUBMIT =
            "form[id^=tmfa-] button[type=submit]:not([name=skip], [name=cancel-aia], [name=authenticationExecution], [name=resend], [name=destination])";

    private Forms() {}

    static void submit(Page page) {
        page.locator(SUBMIT).first().click();
    }

    static Locator skip(Page page) {
        return page.locator("button[name=skip]");
    }

    static void cancel(Page page) {
        page.locator("button[name=cancel-aia]").click();
    }

    /** The message that screen readers tie to the field by {@code aria-describedby}; fails when there is none. */
    static String error(Page page, String field) {
        return page.locator("#" + field + "-error").innerText().strip();
    }
}
