package dev.tenantmfa.it.browser;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Checks pages with axe-core, all of its rules: WCAG 2.2 A and AA, and what it calls best practice. */
public final class Accessibility {

    private Accessibility() {}

    /** Fails with the rule, the reason and the place of each violation on the page. Needs JavaScript in the page. */
    public static void check(Page page) {
        check(page, new AxeBuilder(page));
    }

    /** Checks this extension's part of the page alone: for themes whose own parts are not ours to mend. */
    public static void checkOurs(Page page) {
        check(page, new AxeBuilder(page).include(".tmfa"));
    }

    /** Of rules that are met, axe need not describe all that it looked at. */
    private static AxeRunOptions onlyViolations() {
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        return options;
    }

    private static void check(Page page, AxeBuilder axe) {
        // Otherwise axe opens a page of its own for each check, for frames of other origins; ours have none.
        AxeResults results = axe.setLegacyMode(true).options(onlyViolations()).analyze();
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
