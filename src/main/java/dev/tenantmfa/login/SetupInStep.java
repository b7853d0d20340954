package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MethodSetup;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.setup.DeadlineText;
import dev.tenantmfa.setup.form.ActionInFlow;
import dev.tenantmfa.setup.form.SetupStep;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.events.Details;

/** The setup of a second factor while the login is open; a page to choose from where several methods are possible. */
final class SetupInStep {

    private static final Set<Method> KEYS = Set.of(Method.SECURITY_KEY, Method.PASSKEY);
    private static final String TEMPLATE = "tmfa-setup-choice.ftl";
    private static final String CHOSEN = "tenant-mfa.setup-way";

    private final AuthenticationFlowContext context;
    private final List<Method> possible;
    private final PassLogin pass;
    private final @Nullable Instant deadline;

    /** @param counting methods that count; those that the requested level of authentication needs come first */
    SetupInStep(AuthenticationFlowContext context, Set<Method> counting) {
        this(context, counting, null);
    }

    /** @param deadline until when the user can skip the choice, which is always shown then; null if it cannot be skipped */
    SetupInStep(AuthenticationFlowContext context, Set<Method> counting, @Nullable Instant deadline) {
        this.context = context;
        this.deadline = deadline;
        this.pass = PassLogin.in(context);
        List<Method> all = possible(counting);
        Set<Method> requested = RequestedMethods.of(context);
        List<Method> needed = all.stream().filter(requested::contains).toList();
        this.possible = needed.isEmpty() ? all : needed;
    }

    /** Whether there is a method that the user can set up. */
    boolean isPossible() {
        return !possible.isEmpty();
    }

    void show() {
        Optional<Method> method = method();
        if (isOfLinkOnly()) {
            SetupStep.show(context, null);
        } else if (possible.isEmpty()) {
            refuse();
        } else if (method.isEmpty()) {
            choose();
        } else if (method.get() == Method.TOTP) {
            offerChoice();
            SetupStep.show(context, pass.replaced());
        } else {
            offerChoice();
            action(method.get()).show();
        }
    }

    /** A button on the pages of this extension; Keycloak's own pages have none. */
    private void offerChoice() {
        if (possible.size() > 1 || pass.choice().isPresent()) {
            context.form().setAttribute("tmfaSetupChoice", true);
        }
    }

    /**
     * @return whether the login goes on: the setup is at its end and has shown the new factor, or the user goes back to the
     *     choice after an access pass
     */
    boolean answer() {
        if (isOfLinkOnly()) {
            show();
            return false;
        }
        String wish = context.getHttpRequest().getDecodedFormParameters().getFirst(SecondFactorStep.WAY);
        if (wish != null) {
            Optional<Method> wished = Method.of(wish).filter(possible::contains);
            wished.ifPresentOrElse(
                    method -> context.getAuthenticationSession().setAuthNote(CHOSEN, method.id()),
                    () -> context.getAuthenticationSession().removeAuthNote(CHOSEN));
            if (wished.isEmpty() && pass.choice().isPresent()) {
                // Back to where the user chose between a new app beside and one in place of the lost one.
                pass.chooseAgain();
                return true;
            }
            show();
            return false;
        }
        Optional<Method> method = method();
        if (method.isEmpty()) {
            show();
            return false;
        }
        offerChoice();
        if (method.get() == Method.TOTP) {
            return SetupStep.answer(context, pass.replaced());
        }
        if (!action(method.get()).answer()) {
            return false;
        }
        SessionEvidence.add(context.getAuthenticationSession(), method.get(), KeycloakClock.now());
        return true;
    }

    /** Access to a mailbox binds no factor to an account that has a password, whichever method it is. */
    private boolean isOfLinkOnly() {
        return LinkLogin.lacksPassword(context.getSession(), context.getAuthenticationSession(), context.getUser());
    }

    /** The method to set up; empty while the user has yet to choose. */
    private Optional<Method> method() {
        @Nullable String chosen = context.getAuthenticationSession().getAuthNote(CHOSEN);
        return possible.size() == 1 && deadline == null
                ? Optional.of(possible.get(0))
                : Optional.ofNullable(chosen).flatMap(Method::of).filter(possible::contains);
    }

    private void choose() {
        List<Map<String, String>> ways = possible.stream()
                .map(method -> Map.of("id", method.id(), "label", "tmfa-setup-way-" + method.id()))
                .toList();
        Map<String, Object> page = new HashMap<>();
        page.put("ways", ways);
        page.put("scripted", possible.stream().anyMatch(KEYS::contains));
        if (deadline != null) {
            page.put("deadline", deadlineText(deadline).parts());
        }
        context.challenge(context.form().setAttribute("tmfa", page).createForm(TEMPLATE));
    }

    private DeadlineText deadlineText(Instant end) {
        return DeadlineText.of(
                end, RealmZone.of(context.getRealm()), UserLocale.of(context.getSession(), context.getUser()));
    }

    private void refuse() {
        context.getEvent().user(context.getUser()).detail(Details.REASON, "no_method_to_set_up");
        Response page = context.form().setError("tmfa-setup-impossible").createErrorPage(Response.Status.FORBIDDEN);
        context.failure(AuthenticationFlowError.ACCESS_DENIED, page);
    }

    private ActionInFlow action(Method method) {
        return new ActionInFlow(
                context, new MethodSetup(context.getSession()).actionOf(method).orElseThrow());
    }

    private List<Method> possible(Set<Method> counting) {
        MethodSetup setup = new MethodSetup(context.getSession());
        return counting.stream().filter(setup::isPossible).sorted().toList();
    }
}
