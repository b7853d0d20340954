package dev.tenantmfa.it.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Checks pages with axe-core against WCAG 2.2, levels A and AA. */
public final class Accessibility {
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    /** The name of the person who is logging in: Keycloak's own template gives it no label. */
    private static final String KEYCLOAKS_OWN = "#kc-attempted-username";

    private Accessibility() {}

    /** Fails with the rule, the reason and the place of each violation on the page. Needs JavaScript in the page. */
    public static void check(Page page) {
        AxeResults results =
                new AxeBuilder(page).withTags(RULES).exclude(KEYCLOAKS_OWN).analyze();
        if (!results.getViolations().isEmpty()) {
            throw new AssertionError("Not accessible, " + page.url() + "\n"
                    + results.getViolations().stream()
                            .map(rule -> rule.getId() + ": " + rule.getHelp() + "\n"
                                    + rule.getNodes().stream()
                                            .map(node -> "  " + node.getHtml() + "\n    " + node.getFailureSummary())
                                            .collect(Collectors.joining("\n")))
                            .collect(Collectors.joining("\n")));
        }
    }
}
