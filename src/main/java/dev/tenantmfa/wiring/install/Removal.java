package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.tenant.console.ConsoleClient;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.install.ActionChange.ActionState;
import dev.tenantmfa.wiring.install.Plan.Left;
import dev.tenantmfa.wiring.install.Plan.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Plans the way back to what a realm was before an installation. Users keep their factors. Reads only. */
final class Removal {

    private static final String GATE = AttributeChange.KEY + GateSettings.KEY;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserCounts users;
    private final Map<String, String> before;
    private final List<LoginMethod> methods;
    private final List<LoginMethod> after = new ArrayList<>();
    private final List<Change> bindings = new ArrayList<>();
    private final List<Change> others = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final Set<String> stillBound = new HashSet<>();
    private boolean opened;

    Removal(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.users = UserCounts.of(session);
        this.before = new Installation(realm).entries();
        this.methods = LoginMethods.of(session, realm);
    }

    Plan plan() {
        if (before.isEmpty()) {
            refused.add(new Refused(
                    "",
                    "",
                    "Nothing was installed in this realm by mfa/install, so it is not known what was bound before.",
                    "Bind the flows of before in the console."));
        }
        methods.forEach(this::unbind);
        List<Change> changes = new ArrayList<>(bindings);
        before.forEach(this::undo);
        Optional<AttributeChange> gate = gate();
        gate.ifPresent(others::add);
        changes.addAll(others);
        return new Plan(
                List.copyOf(changes),
                new Notices(users).ofRemoval(after, opened && gate.isPresent() && GateSettings.isStrict(realm)),
                List.copyOf(left),
                List.copyOf(refused),
                realm.getId() + methods + before);
    }

    private void unbind(LoginMethod method) {
        if (method.scope() == Scope.CLIENT_POLICY) {
            return;
        }
        String bound = method.flow() == null ? "" : method.flow().alias();
        String previous = before.get(FlowChange.BINDING + method.id());
        boolean isOurs = before.containsKey(FlowChange.FLOW + bound);
        if (!isOurs) {
            after.add(method);
            if (previous != null && !previous.equals(bound)) {
                left.add(new Left(method.id(), "Bound to \"" + bound + "\" after the installation."));
            }
            return;
        }
        // Bound to our flow by hand, as for a new identity provider: nothing was there before.
        String wanted = previous == null ? "" : previous;
        boolean possible = wanted.isEmpty() ? method.scope() != Scope.REALM : realm.getFlowByAlias(wanted) != null;
        if (possible) {
            bindings.add(FlowChange.Bind.of(method, wanted));
            bound(method, wanted);
        } else {
            stillBound.add(bound);
            refused.add(new Refused(
                    method.id(),
                    "",
                    "The flow \"" + wanted + "\" that was bound before does not exist any more.",
                    "Bind another flow first."));
        }
    }

    /** A client without a flow of its own has that of the realm. */
    private void bound(LoginMethod method, String alias) {
        AuthenticationFlowModel flow = alias.isEmpty() ? null : realm.getFlowByAlias(alias);
        if (flow != null || method.scope() != Scope.CLIENT) {
            FlowTree tree = flow == null ? null : FlowTree.read(session, realm, flow);
            LoginMethod bound = new LoginMethod(method.kind(), method.scope(), method.owner(), tree, method.isUsed());
            after.add(bound);
            opened |= bound.isUsed() && bound.state() != State.GUARDED;
        }
    }

    /** Also where flows without a step of this extension were bound by hand already. */
    private Optional<AttributeChange> gate() {
        opened |= after.stream().noneMatch(method -> method.isUsed() && method.state() != State.OPEN);
        return GatePlan.afterRemoval(realm, before.get(GATE), opened);
    }

    private void undo(String what, String value) {
        if (what.startsWith(FlowChange.FLOW)) {
            String alias = what.substring(FlowChange.FLOW.length());
            AuthenticationFlowModel flow = realm.getFlowByAlias(alias);
            if (flow != null && isBoundElsewhere(flow)) {
                refused.add(new Refused(
                        "",
                        alias,
                        "The flow is bound where no installation binds one: to the first login through an identity provider,"
                                + " to clients, to Docker, or by a client profile.",
                        "Bind another flow there first."));
            } else if (flow != null && !stillBound.contains(alias)) {
                others.add(new FlowChange.Remove(alias));
            }
        } else if (what.startsWith(ActionChange.ACTION)) {
            undoAction(what.substring(ActionChange.ACTION.length()), value);
        } else if (what.startsWith(ScopeChange.DEFAULT_SCOPE)) {
            String client = what.substring(ScopeChange.DEFAULT_SCOPE.length());
            if (realm.getClientByClientId(client) != null) {
                others.add(0, new ScopeChange.Default(client, false));
            }
        } else if (what.startsWith(ConsoleChange.CLIENT)) {
            if (realm.getClientByClientId(ConsoleClient.ID) != null) {
                others.add(0, new ConsoleChange.Remove());
            }
        } else if (what.startsWith(ScopeChange.SCOPE) && ScopeChange.find(realm).isPresent()) {
            undoScope();
        } else if (what.startsWith(AttributeChange.KEY) && !what.equals(GATE)) {
            String key = what.substring(AttributeChange.KEY.length());
            String now = Optional.ofNullable(realm.getAttribute(key)).orElse("");
            if (!now.equals(value)) {
                others.add(new AttributeChange(key, value, now));
            }
        }
    }

    private boolean isBoundElsewhere(AuthenticationFlowModel flow) {
        Stream<String> ofRealm = Stream.of(
                        realm.getFirstBrokerLoginFlow(),
                        realm.getClientAuthenticationFlow(),
                        realm.getDockerAuthenticationFlow())
                .filter(Objects::nonNull)
                .map(AuthenticationFlowModel::getId);
        Stream<String> ofProviders =
                session.identityProviders().getAllStream().map(IdentityProviderModel::getFirstBrokerLoginFlowId);
        return Stream.concat(ofRealm, ofProviders).anyMatch(flow.getId()::equals)
                || methods.stream()
                        .filter(method -> method.scope() == Scope.CLIENT_POLICY)
                        .map(LoginMethod::flow)
                        .anyMatch(
                                selected -> selected != null && selected.alias().equals(flow.getAlias()));
    }

    private void undoScope() {
        Set<String> users = realm.getClientsStream()
                .filter(client -> client.getClientScopes(true).containsKey(ScopeChange.NAME)
                        || client.getClientScopes(false).containsKey(ScopeChange.NAME))
                .map(ClientModel::getClientId)
                .filter(id -> !before.containsKey(ScopeChange.DEFAULT_SCOPE + id)
                        && !before.containsKey(ConsoleChange.CLIENT + id))
                .collect(Collectors.toCollection(TreeSet::new));
        if (users.isEmpty()) {
            others.add(new ScopeChange.Remove());
        } else {
            left.add(
                    new Left("client scope " + ScopeChange.NAME, "Clients have it: " + String.join(", ", users) + "."));
        }
    }

    private void undoAction(String id, String value) {
        RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(id);
        ActionState now = model == null ? null : ActionState.of(model);
        ActionState wanted = value.equals(ActionChange.UNREGISTERED) ? null : ActionState.parse(value);
        if (now != null && !now.equals(wanted)) {
            others.add(new ActionChange.Action(id, id, 0, wanted, now));
            if (wanted == null || !wanted.enabled()) {
                undoPending(id);
            }
        }
    }

    /** Keycloak would refuse the password grants of users who wait for an action that is off, forever. */
    private void undoPending(String id) {
        boolean hasBuiltIn = id.equals(TotpCredential.SETUP_ACTION) && isEnabledAfter(ActionPlan.BUILT_IN_SETUP);
        String instead = hasBuiltIn ? ActionPlan.BUILT_IN_SETUP : "";
        ActionChange.Pending.of(users, id, instead).ifPresent(others::add);
    }

    private boolean isEnabledAfter(String id) {
        RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(id);
        String noted = before.get(ActionChange.ACTION + id);
        return model != null
                && (noted == null ? model.isEnabled() : ActionState.parse(noted).enabled());
    }
}
