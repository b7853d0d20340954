package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The choice after an access pass ({@code tmfa-access-pass.ftl}). */
public final class AccessPassPage {
    private final Page page;

    private AccessPassPage(Page page) {
        this.page = page;
    }

    /** Waits for the page and gives it. */
    public static AccessPassPage await(Page page) {
        page.locator("#tmfa-access-pass-form").waitFor();
        return new AccessPassPage(page);
    }

    /** Replaces the app of that name. */
    public void replace(String app) {
        page.locator("button[name=choice]", new Page.LocatorOptions().setHasText(app))
                .click();
    }

    /** Not now. */
    public void skip() {
        choice("skip").click();
    }

    private Locator choice(String value) {
        return page.locator("button[name=choice][value=" + value + "]");
    }
}
