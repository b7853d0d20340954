package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Asks for a code of the authenticator app or a backup code ({@code tmfa-code.ftl}). */
public final class CodePage {
    private final Page page;

    public CodePage(Page page) {
        this.page = page;
    }

    /** Waits for the page and gives it. */
    public static CodePage await(Page page) {
        CodePage code = new CodePage(page);
        code.field().waitFor();
        return code;
    }

    public boolean isShown() {
        return field().count() == 1 && page.locator("input[name=stage]").count() == 0;
    }

    /** Types the code and sends it. */
    public void enter(String code) {
        field().fill(code);
        submit();
    }

    /** Sends the form as it is. */
    public void submit() {
        Forms.submit(page);
    }

    /** Gives up, where the application asked for what this confirms. */
    public void cancel() {
        Forms.cancel(page);
    }

    public String error() {
        return Forms.error(page, "code");
    }

    /** What the page says. */
    public String text() {
        return page.locator("body").innerText();
    }

    private Locator field() {
        return page.locator("input[name=code]");
    }
}
