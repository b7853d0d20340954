package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Asks for a code that was sent ({@code tmfa-message-code.ftl}). */
public final class MessagePage {
    private final Page page;

    public MessagePage(Page page) {
        this.page = page;
    }

    /** Waits for the page and gives it. */
    public static MessagePage await(Page page) {
        MessagePage message = new MessagePage(page);
        message.notice().waitFor();
        return message;
    }

    public boolean isShown() {
        return page.locator("#tmfa-message-form").count() == 1;
    }

    /** Types the code and sends it. */
    public void enter(String code) {
        page.locator("input[name=code]").fill(code);
        Forms.submit(page);
    }

    /** Asks for another code. */
    public void resend() {
        page.locator("button[name=resend]").click();
    }

    /** What became of the message. */
    public String told() {
        return notice().innerText().strip();
    }

    public String error() {
        return Forms.error(page, "code");
    }

    private Locator notice() {
        return page.locator("#tmfa-message-notice");
    }
}
