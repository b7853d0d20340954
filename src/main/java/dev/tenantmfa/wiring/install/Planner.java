package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.tenant.console.ConsoleClient;
import dev.tenantmfa.wiring.Flowless;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.install.Plan.Left;
import dev.tenantmfa.wiring.install.Plan.Refused;
import dev.tenantmfa.wiring.rebuild.FlowRebuild;
import dev.tenantmfa.wiring.rebuild.FlowWriter;
import dev.tenantmfa.wiring.rebuild.NotUnderstood;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Plans an installation in a realm. Reads only. */
final class Planner {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final InstallOptions options;
    private final GatePlan gate;
    private final UserCounts users;
    private final List<Change> flows = new ArrayList<>();
    private final List<Change> bindings = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Map<String, String> made = new HashMap<>();

    Planner(KeycloakSession session, InstallOptions options) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.options = options;
        this.gate = new GatePlan(realm, options);
        this.users = UserCounts.of(session);
    }

    Plan plan() {
        List<LoginMethod> methods = LoginMethods.of(session, realm);
        methods.forEach(this::wire);
        Flowless.of(realm).stream()
                .filter(method -> method.state() == State.OPEN)
                .forEach(method ->
                        leave(method.id(), State.OPEN, "It has no flow to wire, and the gate is off for the client."));
        left.addAll(gate.shutOut());
        ActionPlan actions = new ActionPlan(realm, options, users);
        left.addAll(actions.left());
        List<Change> changes = new ArrayList<>(actions.changes());
        changes.addAll(scope());
        changes.addAll(console());
        // Bound last: until then, no login sees anything of it.
        changes.addAll(flows);
        changes.addAll(bindings);
        changes.addAll(gate.changes());
        boolean rebinds = !flows.isEmpty() || !bindings.isEmpty();
        return new Plan(
                List.copyOf(changes),
                new Notices(users).ofInstallation(options, gate.becomesStrict(), rebinds),
                List.copyOf(left),
                List.copyOf(refused),
                realm.getId() + methods);
    }

    private void wire(LoginMethod found) {
        LoginMethod method = found.used();
        // A provider that is enabled later must not be open until the next installation.
        if (!found.isUsed() && found.kind() != Kind.POST_LOGIN) {
            if (options.wires(found) && method.state() != State.GUARDED) {
                left.add(new Left(found.id(), "Nobody can log in by it now. Install again if that changes."));
            }
            return;
        }
        boolean replacesForm = wantsForm(method) && has(method, FlowRebuild.PASSWORD_FORM);
        if (wantsForm(method) && !replacesForm && !has(method, StepKind.SIGN_IN_STEP)) {
            left.add(new Left(
                    method.id(), "It has no Username Password Form that the tenant sign-in form could replace."));
        }
        if (method.state() == State.GUARDED && !method.asksTooEarly() && !lacksAccess(method) && !replacesForm) {
            return;
        }
        if (!options.wires(method)) {
            if (!found.isUsed()) {
                return;
            }
            String why = switch (method.scope()) {
                case CLIENT -> "The client overrides this flow. Use \"clients\":\"rebind\".";
                case CLIENT_POLICY ->
                    "The client profile selects this flow. Let its executor auth-flow-enforcer select one with the step.";
                default -> "Not one of the \"doors\" of this installation.";
            };
            leave(method.id(), method.state(), why);
            return;
        }
        try {
            String before = method.flow() == null ? "" : method.flow().alias();
            String flow = made.get(method.kind() + before);
            if (flow == null) {
                flow = make(method);
                made.put(method.kind() + before, flow);
            }
            bindings.add(FlowChange.Bind.of(method, flow));
        } catch (NotUnderstood e) {
            refuse(found, e);
        }
    }

    private boolean lacksAccess(LoginMethod method) {
        return options.wires(method) && options.tenantAccess() && !method.checksTenant();
    }

    private boolean wantsForm(LoginMethod method) {
        return options.wires(method) && options.tenantForm() && method.kind() == Kind.BROWSER;
    }

    private static boolean has(LoginMethod method, String authenticator) {
        return method.flow() != null && method.flow().runs(authenticator);
    }

    /** Gives the alias of the flow. */
    private String make(LoginMethod method) throws NotUnderstood {
        FlowRebuild rebuild = FlowRebuild.of(method, options.tenantAccess(), options.tenantForm());
        String wanted = rebuild.flow().alias();
        AuthenticationFlowModel existing = realm.getFlowByAlias(wanted);
        if (existing != null
                && FlowTree.read(session, realm, existing)
                        .nodes()
                        .equals(rebuild.flow().nodes())) {
            // Such as the post login flow, for an identity provider that was added later.
            return wanted;
        }
        String alias =
                FlowWriter.free(wanted, taken -> realm.getFlowByAlias(taken) != null || made.containsValue(taken));
        FlowTree flow =
                new FlowTree(alias, rebuild.flow().type(), rebuild.flow().nodes());
        String of = method.flow() == null ? "" : method.flow().alias();
        flows.add(new FlowChange.Make(flow, of, rebuild.changes()));
        return alias;
    }

    private void leave(String id, State state, String why) {
        left.add(new Left(id, why));
        if (!options.allowOpen().contains(id)) {
            refused.add(new Refused(
                    id,
                    "",
                    "It would stay " + state + ": " + why,
                    "Or name it in \"allow_open\" if it may stay open."));
        }
    }

    private void refuse(LoginMethod method, NotUnderstood why) {
        if (!method.isUsed() || options.allowOpen().contains(method.id())) {
            left.add(new Left(method.id(), why.path() + ": " + why.reason()));
        } else {
            refused.add(new Refused(method.id(), why.path(), why.reason(), why.byHand()));
        }
    }

    private List<Change> scope() {
        List<Change> changes = new ArrayList<>();
        boolean exists = ScopeChange.find(realm).isPresent();
        if (options.createScope() && !exists) {
            changes.add(new ScopeChange.Make());
        }
        for (String clientId : options.defaultFor()) {
            ClientModel client = realm.getClientByClientId(clientId);
            if (client == null) {
                refused.add(new Refused("", "", "There is no client " + clientId + ".", "Correct \"default_for\"."));
            } else if (!exists && !options.createScope()) {
                refused.add(new Refused(
                        "",
                        "",
                        "There is no client scope " + ScopeChange.NAME + ".",
                        "Use \"scope\":{\"create\":true}."));
            } else if (!client.getClientScopes(true).containsKey(ScopeChange.NAME)) {
                changes.add(new ScopeChange.Default(clientId, true));
            }
        }
        return changes;
    }

    /** Its tokens need the scope. */
    private List<Change> console() {
        if (!options.console()) {
            return List.of();
        }
        if (ScopeChange.find(realm).isEmpty() && !options.createScope()) {
            refused.add(new Refused(
                    "",
                    "",
                    "The console needs the client scope " + ScopeChange.NAME + ".",
                    "Use \"scope\":{\"create\":true}."));
        } else if (realm.getClientByClientId(ConsoleClient.ID) == null) {
            return List.of(new ConsoleChange.Make());
        }
        return List.of();
    }
}
