package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Offers new backup codes ({@code tmfa-renew.ftl}). */
public final class RenewPage {
    private final Page page;

    public RenewPage(Page page) {
        this.page = page;
    }

    /** Waits for the page and gives it. */
    public static RenewPage await(Page page) {
        RenewPage renew = new RenewPage(page);
        renew.button().waitFor();
        return renew;
    }

    public boolean isShown() {
        return button().count() == 1;
    }

    /** Asks for new codes. */
    public void renew() {
        button().click();
    }

    public boolean isSkippable() {
        return Forms.skip(page).count() > 0;
    }

    /** Not now. */
    public void skip() {
        Forms.skip(page).click();
    }

    /** Gives up, where the application asked for it. */
    public void cancel() {
        Forms.cancel(page);
    }

    public String text() {
        return page.locator("body").innerText();
    }

    private Locator button() {
        return page.locator("button[name=renew]");
    }
}
