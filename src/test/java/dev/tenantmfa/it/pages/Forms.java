package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** What the forms of this extension have in common. */
final class Forms {
    private static final String SUBMIT =
            "form[method=post] :is(button[type=submit], input[type=submit]):not([name=skip]):not([name=cancel-aia])";

    private Forms() {}

    static void submit(Page page) {
        page.locator(SUBMIT).first().click();
    }

    static Locator skip(Page page) {
        return page.locator("[name=skip]:is(button, input[type=submit])");
    }

    static void cancel(Page page) {
        page.locator("[name=cancel-aia]:is(button, input[type=submit])").click();
    }

    /** The message that belongs to the field by {@code aria-describedby}. */
    static String error(Page page, String field) {
        return page.locator("#" + field + "-error").first().innerText().strip();
    }
}
