package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A login in a browser by somebody who knows the password at most, up to the page that asks for more.
 *
 * <p>What a member may do without a second factor, they do: they skip a reminder, allow a device, choose a new password
 * where a link leads to one.
 */
class PageLogin {
    private static final Map<String, String> NEW_PASSWORD =
            Map.of("password-new", RealmAdmin.PASSWORD, "password-confirm", RealmAdmin.PASSWORD);

    final MatrixRealm matrix;
    final Visitor visitor;
    final AuthorizationRequest request;
    private final Person knownPassword;
    private final boolean mayChoosePassword;
    private WebPage first;
    private WebPage page;

    private PageLogin(
            MatrixRealm matrix,
            Visitor visitor,
            AuthorizationRequest request,
            Person knownPassword,
            boolean mayChoosePassword) {
        this.matrix = matrix;
        this.visitor = visitor;
        this.request = request;
        this.knownPassword = knownPassword;
        this.mayChoosePassword = mayChoosePassword;
    }

    /** By somebody who knows the password. */
    PageLogin(MatrixRealm matrix, Visitor visitor, AuthorizationRequest request, Person person) {
        this(matrix, visitor, request, person, false);
    }

    /** By somebody who reads the mailbox, and knows no password. */
    static PageLogin ofMailbox(MatrixRealm matrix, Visitor visitor, AuthorizationRequest request) {
        return new PageLogin(matrix, visitor, request, null, true);
    }

    /** By somebody who knows the password, and may choose another. */
    static PageLogin knowingPassword(MatrixRealm matrix, Visitor visitor, AuthorizationRequest request, Person person) {
        return new PageLogin(matrix, visitor, request, person, true);
    }

    /** Goes on from a page as far as the password leads. */
    final PageLogin from(WebPage start) {
        first = start;
        page = settle(start);
        return this;
    }

    /** Stays at a page. */
    final PageLogin at(WebPage start) {
        first = start;
        page = start;
        return this;
    }

    /** Where it began. */
    final WebPage first() {
        return first;
    }

    /** Where the login stopped. */
    final WebPage page() {
        return page;
    }

    /** Sends the first request again, in the same browser. */
    WebPage again() {
        return visitor.open(request.uri());
    }

    /** What a page means, tokens redeemed where it brings a code. */
    Outcome outcome(WebPage end) {
        LoginStep step = LoginStep.of(end);
        if (step == LoginStep.IN) {
            return GrantLogin.outcome(matrix.client().redeem(request, end.code()));
        }
        return Outcome.of(kind(end, step), end.status() + " at " + end.uri() + ": " + end.text());
    }

    /** Whether the browser holds a session that gives tokens to an application that asks in silence. */
    Optional<Outcome> silently() {
        AuthorizationRequest silent = matrix.client().authorization().with("prompt", "none");
        WebPage answer = visitor.open(silent.uri());
        if (LoginStep.of(answer) != LoginStep.IN) {
            return Optional.empty();
        }
        Tokens tokens = matrix.client().redeem(silent, answer.code());
        return Optional.of(GrantLogin.outcome(tokens)).filter(Outcome::isTokens);
    }

    /** Answers what the password leads past, each kind of page once. */
    final WebPage settle(WebPage start) {
        WebPage current = start;
        Set<Set<String>> sent = new HashSet<>();
        Map<String, String> answer = answer(current);
        while (!answer.isEmpty() && sent.add(answer.keySet())) {
            current = visitor.submit(current, answer);
            answer = answer(current);
        }
        return current;
    }

    /** The fields to send; empty where the password leads no further. */
    private Map<String, String> answer(WebPage current) {
        if (current.html().isEmpty()) {
            return Map.of();
        }
        if (current.document().selectFirst("button[name=skip]") != null) {
            return Map.of("skip", "true", "code", "");
        }
        if (current.hasField("accept")) {
            return Map.of("accept", "yes");
        }
        if (current.hasField("password-new")) {
            return mayChoosePassword ? NEW_PASSWORD : Map.of();
        }
        boolean asksUsername = current.hasField("username") && !current.hasField("password");
        if (asksUsername && knownPassword != null) {
            return Map.of("username", knownPassword.username());
        }
        boolean asksPassword = LoginStep.of(current) == LoginStep.PASSWORD;
        return asksPassword && knownPassword != null ? credentials(current) : Map.of();
    }

    private Map<String, String> credentials(WebPage current) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("password", knownPassword.password()));
        if (current.hasField("username")) {
            fields.put("username", knownPassword.username());
        }
        return fields;
    }

    private static Outcome.Kind kind(WebPage end, LoginStep step) {
        if (step == LoginStep.OTHER && !end.html().isEmpty() && end.hasField("otp")) {
            // Keycloak's own page.
            return Outcome.Kind.CODE;
        }
        return switch (step) {
            case CODE -> Outcome.Kind.CODE;
            case SET_UP, CODES -> Outcome.Kind.SETUP;
            case OTHER, PASSWORD ->
                end.uri().getPath().contains("/required-action") ? Outcome.Kind.ACTION : Outcome.Kind.OTHER;
            default -> Outcome.Kind.OTHER;
        };
    }
}
