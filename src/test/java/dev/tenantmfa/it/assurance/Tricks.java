package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plays a trick at the page on which a login stopped. */
final class Tricks {
    private static final List<String> FLOWS = List.of("tenant-mfa browser", "tenant-mfa reset credentials");

    private final MatrixRealm matrix;
    private final PageLogin login;

    Tricks(MatrixRealm matrix, PageLogin login) {
        this.matrix = matrix;
        this.login = login;
    }

    /** How it ended: with tokens, if any step of the trick brought some. */
    Outcome play(Trick trick) {
        boolean playable = !login.page().html().isEmpty() && formAction().getRawQuery() != null;
        List<WebPage> pages = playable ? pages(trick) : List.of();
        Outcome outcome = login.outcome(login.page());
        for (WebPage page : pages) {
            if (!outcome.isTokens()) {
                outcome = login.outcome(login.settle(page));
            }
        }
        return outcome;
    }

    private List<WebPage> pages(Trick trick) {
        return switch (trick) {
            case CONSENT -> List.of(consent());
            case RESTART -> List.of(login.visitor.open(action("restart")));
            case BACK ->
                List.of(
                        login.settle(login.first()),
                        login.visitor.open(login.page().uri()),
                        login.again());
            case SECOND_TAB ->
                List.of(
                        login.settle(login.again()),
                        login.visitor.open(login.page().uri()));
            case OTHER_EXECUTION -> otherExecutions();
            default -> List.of();
        };
    }

    WebPage consent() {
        return login.visitor.post(action("consent"), Map.of("accept", "Yes"));
    }

    private List<WebPage> otherExecutions() {
        List<WebPage> pages = new ArrayList<>();
        URI form = formAction();
        for (String flow : FLOWS) {
            for (String execution : matrix.executions(flow)) {
                URI other = URI.create(form.toString().replaceAll("execution=[^&]+", "execution=" + execution));
                pages.add(login.visitor.post(other, Map.of("code", "", "skip", "true", "accept", "yes")));
                pages.add(login.visitor.open(withoutCode(other)));
            }
        }
        pages.add(login.visitor.post(action("required-action"), Map.of("execution", "UPDATE_PROFILE")));
        pages.add(login.visitor.open(login.page().uri()));
        return pages;
    }

    private static URI withoutCode(URI uri) {
        return URI.create(uri.toString().replaceAll("session_code=[^&]+&", ""));
    }

    /** An action of the login that is under way, without {@code session_code}. */
    private URI action(String name) {
        String query = Arrays.stream(formAction().getRawQuery().split("&"))
                .filter(pair ->
                        pair.startsWith("client_id=") || pair.startsWith("tab_id=") || pair.startsWith("client_data="))
                .collect(Collectors.joining("&"));
        return URI.create(matrix.issuer() + "/login-actions/" + name + "?" + query);
    }

    private URI formAction() {
        WebPage page = login.page();
        boolean hasForm = page.document().selectFirst("form[method=post]") != null;
        return hasForm && page.formAction().getRawQuery() != null ? page.formAction() : page.uri();
    }
}
