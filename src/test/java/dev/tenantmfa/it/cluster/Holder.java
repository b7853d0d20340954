package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Somebody with an authenticator app and backup codes. No clock is moved for it, as two nodes have two.
 *
 * @param codes backup codes as they are shown, in groups
 * @param code  what the app shows in the time step after the one that proved it: unused, and good for a minute
 */
record Holder(Person person, AuthenticatorApp app, List<String> codes, String code) {

    /** A new person of the demo realm, set up at that node. */
    static Holder create(Keycloak keycloak) {
        Person person = keycloak.demo().newPerson();
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure");
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(request.uri(), person);
        AuthenticatorApp app = appOf(setup);
        WebPage codes = visitor.submit(setup, proof(app));
        visitor.submit(codes, confirmation()).code();
        return of(person, app, codes);
    }

    /** @param codes the second page of the set-up */
    static Holder of(Person person, AuthenticatorApp app, WebPage codes) {
        return new Holder(person, app, Enrolled.codesOn(codes), app.codeIn(1));
    }

    /** The app of somebody who scans what the first page of the set-up shows. */
    static AuthenticatorApp appOf(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), Clock.systemUTC());
    }

    /** What to send from the first page of the set-up. */
    static Map<String, String> proof(AuthenticatorApp app) {
        return Map.of("code", app.code(), "deviceName", "Test phone");
    }

    /** What to send from the second one. */
    static Map<String, String> confirmation() {
        return Map.of("saved", "on");
    }
}
