package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;

/** Keycloak's account console: personal info, and security with signing in. */
public final class AccountConsole {
    private final Page page;
    private final String root;

    /** @param server the server's root */
    public AccountConsole(Page page, URI server, String realm) {
        this.page = page;
        this.root = server + "/realms/" + realm + "/account/";
    }

    /** Opens personal info; a person who is not logged in lands on the login page. */
    public void open() {
        page.navigate(root);
    }

    /** Opens security, signing in; a person who is not logged in lands on the login page. */
    public void openSigningIn() {
        page.navigate(root + "account-security/signing-in");
    }

    /** Waits until personal info is shown and gives the e-mail address in it. */
    public String awaitEmail() {
        Locator email = page.getByTestId("email").or(page.locator("#email")).first();
        PlaywrightAssertions.assertThat(email).not().hasValue("");
        return email.inputValue();
    }

    /** Waits until signing in is shown. */
    public AccountConsole awaitSigningIn() {
        page.getByTestId("password/credential-list").waitFor();
        return this;
    }

    /** The list of the credentials of a type, such as {@code tmfa-totp}, with their labels. */
    public Locator credentials(String type) {
        return page.getByTestId(type + "/credential-list").locator("[data-testrole=label]");
    }

    /** Whether a credential of this type can be added here. */
    public boolean canAdd(String type) {
        return addButton(type).count() > 0;
    }

    /** Starts the set-up of a credential of this type. */
    public void add(String type) {
        addButton(type).click();
    }

    /** Starts the removal of the only credential of this type; Keycloak's confirmation page follows. */
    public void remove(String type) {
        page.getByTestId(type + "/credential-list")
                .locator("[data-testrole=remove]")
                .first()
                .click();
    }

    /** Says yes on the confirmation page. */
    public void confirmRemoval() {
        page.locator("#kc-accept").click();
    }

    /** Logs out. */
    public void logOut() {
        page.getByTestId("options-toggle").click();
        page.getByText("Sign out").click();
    }

    private Locator addButton(String type) {
        return page.getByTestId(type + "/create");
    }
}
