package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import dev.tenantmfa.it.actors.Person;

/** Keycloak's own page for username and password, on one page or on two. */
public final class LoginPage {
    private static final double PATIENCE = 20_000;

    private final Page page;

    public LoginPage(Page page) {
        this.page = page;
    }

    /** Fills in username and password and sends them. */
    public void logIn(Person person) {
        logIn(person.username(), person.password());
    }

    /** Fills in username and password and sends them. */
    public void logIn(String username, String password) {
        page.locator("#username").fill(username);
        if (passwordField().count() == 0) {
            submit();
        }
        passwordField().fill(password);
        submit();
    }

    /** Fills in the password alone: the page of somebody whom the server knows already. */
    public void confirmPassword(String password) {
        passwordField().fill(password);
        submit();
    }

    public void forgotPassword() {
        page.getByText("Forgot Password?").click();
    }

    /** The error, as the person reads it. */
    public String error() {
        return page.locator("[id^=input-error]:visible, .kc-feedback-text:visible, .pf-v5-c-alert__title:visible")
                .first()
                .innerText()
                .strip();
    }

    private Locator passwordField() {
        return page.locator("input[name=password]");
    }

    /**
     * Sends the form, and sends it again if there was no answer: Keycloak's page loads itself again after a second if another request
     * of the browser began a login meanwhile, as those of the account console do, and a form that is under way is then lost.
     */
    private void submit() {
        try {
            answered(PATIENCE);
        } catch (TimeoutError e) {
            answered(2 * PATIENCE);
        }
    }

    private void answered(double milliseconds) {
        page.waitForResponse(
                response -> response.request().method().equals("POST"),
                new Page.WaitForResponseOptions().setTimeout(milliseconds),
                page.locator("#kc-login")::click);
    }
}
