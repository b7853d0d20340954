package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;

/** A member with an app in a tenant whose policy requires a second factor and lets devices be trusted. */
record Trusting(KeycloakServer keycloak, TenantFixture tenant, Enrolled enrolled) {

    static final String COOKIE = "TMFA_TRUSTED_DEVICE";
    static final String PATH = "/realms/demo/";

    static Trusting in(KeycloakServer keycloak, int days) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        days(tenant, days);
        return member(keycloak, tenant);
    }

    static Trusting member(KeycloakServer keycloak, TenantFixture tenant) {
        Person member = tenant.newMember("MEMBER");
        return new Trusting(keycloak, tenant, Enrolled.enrol(keycloak, keycloak.demo(), member));
    }

    /** As a realm administrator sets it: the second factor is required of members, and devices can be trusted. */
    static void days(TenantFixture tenant, int days) {
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 0, "trusted_device_days", days));
    }

    void days(int days) {
        days(tenant, days);
    }

    Person person() {
        return enrolled.person();
    }

    AuthorizationRequest request() {
        return tenant.app().authorization().with("tenant", tenant.alias());
    }

    /** A code that was not used yet. */
    String nextCode() {
        keycloak.clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        return enrolled.app().code();
    }

    /** The page that asks for the code, in a browser that has logged in with the password. */
    WebPage codePage(Visitor browser) {
        WebPage page = browser.logIn(request().uri(), person());
        if (LoginStep.of(page) != LoginStep.CODE) {
            throw new AssertionError("not asked: " + page.text());
        }
        return page;
    }

    /** A browser in which the user logged in with a code and ticked the box. */
    Visitor trusted() {
        Visitor browser = keycloak.visitor();
        WebPage done = browser.submit(codePage(browser), Map.of("code", nextCode(), "trust-device", "true"));
        done.code();
        return browser;
    }

    /** Tokens of a login with a code. */
    Tokens shown() {
        Visitor browser = keycloak.visitor();
        AuthorizationRequest request = request();
        WebPage page = browser.logIn(request.uri(), person());
        return tenant.app()
                .redeem(
                        request,
                        browser.submit(page, Map.of("code", nextCode())).code());
    }

    /** The same browser after its session ended: it has only the cookie of the device. */
    Visitor anew(Visitor browser) {
        Visitor anew = keycloak.visitor();
        browser.cookie(COOKIE).ifPresent(value -> anew.withCookie(COOKIE, value, PATH));
        return anew;
    }

    /** Whether a login with the password in this browser is asked for the second factor. */
    boolean asks(Visitor browser) {
        WebPage page = browser.logIn(request().uri(), person());
        if (page.parameter("code").isPresent()) {
            return false;
        }
        if (LoginStep.of(page) == LoginStep.CODE) {
            return true;
        }
        throw new AssertionError(page.uri() + ": " + page.text());
    }
}
