package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Page;

/** Keycloak's page for what cannot go on. */
public final class ErrorPage {
    private final Page page;

    public ErrorPage(Page page) {
        this.page = page;
    }

    public boolean isShown() {
        return page.locator("#kc-error-message").count() == 1;
    }

    /** The message, without the link back to the application. */
    public String message() {
        return page.locator("#kc-error-message p.instruction, #kc-error-message .instruction")
                .first()
                .innerText()
                .strip();
    }
}
