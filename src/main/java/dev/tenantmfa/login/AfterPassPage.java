package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.credential.CredentialModel;

/**
 * The page after an access pass: whether to set up a second factor now, and whether a new app replaces one that is lost or
 * is used beside it.
 */
final class AfterPassPage {

    private static final String TEMPLATE = "tmfa-access-pass.ftl";
    private static final String CHOICE = "choice";

    private final AuthenticationFlowContext context;
    private final PassLogin pass;
    private final Next.AfterPass next;

    AfterPassPage(AuthenticationFlowContext context, Next.AfterPass next) {
        this.context = context;
        this.pass = PassLogin.in(context);
        this.next = next;
    }

    void show() {
        List<Map<String, String>> apps =
                replaceable().stream().map(AfterPassPage::shown).toList();
        context.challenge(context.form()
                .setAttribute("tmfa", Map.of("apps", apps, "skippable", next.skippable()))
                .createForm(TEMPLATE));
    }

    /** Keeps the posted choice if the page offers it; otherwise the page is shown again. */
    void answer() {
        Optional.ofNullable(context.getHttpRequest().getDecodedFormParameters().getFirst(CHOICE))
                .filter(this::isOffered)
                .ifPresent(pass::choose);
    }

    private boolean isOffered(String choice) {
        return choice.equals(PassLogin.KEEP)
                || choice.equals(PassLogin.SKIP) && next.skippable()
                || replaceable().stream().anyMatch(app -> choice.equals(PassLogin.REPLACE + app.getId()));
    }

    private List<CredentialModel> replaceable() {
        return next.methods().contains(Method.TOTP) ? pass.apps() : List.of();
    }

    /** Without a label for one that has none. */
    private static Map<String, String> shown(CredentialModel app) {
        @Nullable String label = app.getUserLabel();
        return Map.of("choice", PassLogin.REPLACE + app.getId(), "label", label == null ? "" : label);
    }
}
