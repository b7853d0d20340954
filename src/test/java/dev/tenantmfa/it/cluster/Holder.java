package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** The password grant with a code of the app or of the list. */
    Tokens logIn(Keycloak keycloak, String code) {
        return keycloak.client("demo-cli").password(person, "totp", code);
    }

    /** Begins a password grant without a code; gives the {@code mfa_token} that stands for it. */
    String mfaToken(Keycloak keycloak) {
        return keycloak.client("demo-cli")
                .password(person)
                .answer()
                .expect(403)
                .json()
                .path("mfa_token")
                .asText();
    }

    /** Ends it with a code of the list. */
    Tokens redeem(Keycloak keycloak, String mfaToken, String code) {
        return keycloak.client("demo-cli")
                .token(Map.of(
                        "grant_type",
                        "http://auth0.com/oauth/grant-type/mfa-recovery-code",
                        "mfa_token",
                        mfaToken,
                        "recovery_code",
                        code));
    }

    /**
     * Fails unless the node refuses the code and says why: {@code used_code} for a time step that was used and is within
     * its window still, {@code wrong_code} for one that is over, and for a backup code that is no longer in the set.
     */
    void assertRefused(Keycloak keycloak, String code, String reason) {
        Set<String> before = refusals(keycloak).keySet();
        Tokens answer = logIn(keycloak, code);
        Map<String, String> after = new HashMap<>(refusals(keycloak));
        after.keySet().removeAll(before);
        assertThat(answer.answer().status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.errorDescription()).isEqualTo("The code was incorrect.");
        assertThat(after.values()).as("%s for %s at %s", code, person, keycloak).containsExactly(reason);
    }

    /** Ids of the events of logins that failed, each with its reason. Their order tells nothing: nodes have clocks of their own. */
    private Map<String, String> refusals(Keycloak keycloak) {
        return keycloak.demo().events(person, "LOGIN_ERROR").stream()
                .collect(Collectors.toMap(
                        event -> event.get("id").asText(),
                        event -> event.at("/details/reason").asText()));
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
