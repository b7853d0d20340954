package dev.tenantmfa.it.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.actors.Person;
import java.net.URI;

/** The console of a tenant, in English. */
public final class ConsolePage {
    private final Page page;
    private final String address;

    private ConsolePage(Page page, String address) {
        this.page = page;
        this.address = address;
    }

    /** Opens an address below the demo realm's console; leads to the login page. */
    public static ConsolePage open(Page page, URI server, String path) {
        ConsolePage console = new ConsolePage(page, server + "/realms/demo/tenants/console/");
        page.navigate(console.address + path);
        return console;
    }

    /** Opens the console and logs in. */
    public static ConsolePage logIn(Page page, URI server, String path, Person person) {
        ConsolePage console = open(page, server, path);
        new LoginPage(page).logIn(person);
        console.await();
        return console;
    }

    /** Waits until a view is shown. */
    public void await() {
        page.locator("nav.tc-nav").waitFor();
        page.locator(".pf-v5-c-spinner")
                .first()
                .waitFor(new Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    }

    /** The path below the console's address, with the query. */
    public String path() {
        return page.url().substring(address.length());
    }

    public void view(String name) {
        page.locator("nav.tc-nav")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
        heading(name).waitFor();
        await();
    }

    public Locator navigation() {
        return page.locator("nav.tc-nav a");
    }

    public Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
    }

    /** A button of the page or of the open dialog. */
    public Locator button(String name) {
        return inFront()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    public Locator link(String name) {
        return inFront()
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    public Locator field(String label) {
        return inFront().getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    public Locator dialog() {
        return page.locator("dialog[open]");
    }

    /** The row of a table that has the text. */
    public Locator row(String text) {
        return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** What the console says after a change. */
    public Locator status() {
        return page.locator(".tc-status");
    }

    /** The error in front, of a page, a form or a field. */
    public Locator error() {
        return inFront().locator("[role=alert], .tc-error");
    }

    public Locator main() {
        return page.locator("main");
    }

    private Locator inFront() {
        return dialog().count() > 0 ? dialog() : page.locator("body");
    }
}
