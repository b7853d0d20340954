package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Somebody with an authenticator app and backup codes. No clock is moved for it, as two nodes have two: the app was
 * proven with the code before the one that it shows, which is unused therefore.
 *
 * @param codes backup codes as they are shown, in groups
 */
record Holder(Person person, AuthenticatorApp app, List<String> codes) {
    /** Much longer than a set-up or a burst of logins takes. */
    private static final Duration ROOM = Duration.ofSeconds(10);

    /** A new person of the demo realm, set up at that node. */
    static Holder create(Keycloak keycloak) {
        Person person = keycloak.demo().newPerson();
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure");
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(request.uri(), person);
        AuthenticatorApp app = appOf(setup);
        WebPage codes = visitor.submit(setup, proof(app));
        visitor.submit(codes, Map.of("saved", "on")).code();
        return new Holder(person, app, Enrolled.codesOn(codes));
    }

    /** The app of somebody who scans what the page shows. */
    static AuthenticatorApp appOf(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), Clock.systemUTC());
    }

    /** What to send from the first page of the set-up. */
    static Map<String, String> proof(AuthenticatorApp app) {
        awaitRoom(app);
        return Map.of("code", app.codeIn(-1), "deviceName", "Test phone");
    }

    /** A code that was not used yet and stays good for some seconds. */
    String code() {
        awaitRoom(app);
        return app.code();
    }

    /** Near the end of a time step a code may be too old by the time it arrives. */
    private static void awaitRoom(AuthenticatorApp app) {
        Await.that(
                "the next time step",
                ROOM.plusSeconds(1),
                () -> app.untilNextStep().compareTo(ROOM) > 0);
    }
}
