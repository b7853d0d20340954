package dev.tenantmfa.wiring.install;

import dev.tenantmfa.wiring.UserCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Changes of required actions. */
final class ActionChange {

    /** Key of a required action; its value is its state, or {@link #UNREGISTERED}. */
    static final String ACTION = "action ";

    static final String UNREGISTERED = "unregistered";

    private ActionChange() {}

    /**
     * The state of a required action.
     *
     * @param wanted null if it is to be removed
     */
    record Action(
            String id,
            String name,
            int priority,
            @Nullable ActionState wanted,
            @Nullable ActionState previous) implements Change {

        @Override
        public String action() {
            if (wanted == null) {
                return "remove action";
            }
            if (previous == null) {
                return "register action";
            }
            return wanted.enabled() ? "switch on" : "switch off";
        }

        @Override
        public String target() {
            return id;
        }

        @Override
        public List<String> details() {
            return wanted != null && wanted.isDefault() ? List.of("for new users by default") : List.of();
        }

        @Override
        public Event event() {
            OperationType operation = previous == null ? OperationType.CREATE : OperationType.UPDATE;
            return new Event(
                    wanted == null ? OperationType.DELETE : operation,
                    ResourceType.REQUIRED_ACTION,
                    "authentication/required-actions/" + id);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(id);
            if (wanted == null) {
                if (model != null) {
                    realm.removeRequiredActionProvider(model);
                }
            } else if (model == null) {
                model = new RequiredActionProviderModel();
                model.setAlias(id);
                model.setProviderId(id);
                model.setName(name);
                model.setPriority(priority);
                model.setConfig(new HashMap<>());
                realm.addRequiredActionProvider(wanted.on(model));
            } else {
                realm.updateRequiredActionProvider(wanted.on(model));
            }
            before.note(ACTION + id, previous == null ? UNREGISTERED : previous.toString());
        }
    }

    /** Whether an action can be used, and whether new users have it. */
    record ActionState(boolean enabled, boolean isDefault) {

        static ActionState of(RequiredActionProviderModel model) {
            return new ActionState(model.isEnabled(), model.isDefaultAction());
        }

        /** As {@link #toString} writes it. */
        static ActionState parse(String text) {
            return new ActionState(text.startsWith("enabled"), text.endsWith("default"));
        }

        RequiredActionProviderModel on(RequiredActionProviderModel model) {
            model.setEnabled(enabled);
            model.setDefaultAction(isDefault);
            return model;
        }

        @Override
        public String toString() {
            return (enabled ? "enabled" : "disabled") + (isDefault ? " default" : "");
        }
    }

    /**
     * Another action for the users who have to do one.
     *
     * @param to empty if they do not have to do anything
     * @param without types of credentials: only users who have none of them; empty for all
     */
    record Pending(String from, String to, Set<String> without, long users) implements Change {

        /** For all of them; empty if there are none. */
        static Optional<Change> of(UserCounts users, String from, String to) {
            long waiting = users.waitingFor(from).count();
            return waiting == 0 ? Optional.empty() : Optional.of(new Pending(from, to, Set.of(), waiting));
        }

        @Override
        public String action() {
            return "pending action";
        }

        @Override
        public String target() {
            return from + " -> " + (to.isEmpty() ? "(none)" : to);
        }

        @Override
        public List<String> details() {
            return List.of(users + (users == 1 ? " user has" : " users have") + " to do it"
                    + (without.isEmpty() ? "" : " and no second factor"));
        }

        @Override
        public String identity() {
            return action() + "|" + target() + "|" + new TreeSet<>(without);
        }

        @Override
        public Event event() {
            return new Event(OperationType.UPDATE, ResourceType.USER, "users");
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            UserCounts users = UserCounts.of(session);
            users.replacePending(
                    without.isEmpty() ? users.waitingFor(from) : users.waitingFor(from, without), from, to);
        }
    }
}
