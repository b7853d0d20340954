package dev.tenantmfa.wiring.install;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.store.StoreLock;
import dev.tenantmfa.wiring.FlowQueries;
import dev.tenantmfa.wiring.install.Change.Right;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Keeps plans until they are applied, and applies one in the transaction of the request. After that the realm is another
 * one, so a plan can be applied once.
 */
final class Plans {

    /** A plan can be applied for so long. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String OPTIONS = "options";

    private final KeycloakSession session;
    private final RealmModel realm;

    Plans(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Keeps the options of a plan, from which it can be made again. */
    void keep(Plan plan, String kind, String options) {
        session.singleUseObjects().put(key(kind, plan.id()), LIFETIME.toSeconds(), Map.of(OPTIONS, options));
    }

    /** The options of a plan that was made in this realm less than an hour ago. */
    Optional<String> kept(String kind, String planId) {
        return Optional.ofNullable(session.singleUseObjects().get(key(kind, planId)))
                .map(notes -> notes.get(OPTIONS));
    }

    private String key(String kind, String planId) {
        return "tenant-mfa." + kind + "." + realm.getId() + "." + planId;
    }

    /** Lets nobody else install in the realm, on any node, until the transaction ends. */
    void lock() {
        if (!StoreLock.tryHold(session, "tenant-mfa.installing." + realm.getId(), LONGEST)) {
            throw Problem.conflict("busy", "Another installation is in progress in this realm. Try again.")
                    .refusal();
        }
    }

    /**
     * Makes the changes.
     *
     * @param may whether the administrator has a right
     * @param done gets each change after it is made
     */
    void apply(Plan plan, Predicate<Right> may, Consumer<Change> done) {
        if (!plan.refused().isEmpty()) {
            throw Problem.conflict(
                            "plan_refused",
                            "Nothing was changed: "
                                    + plan.refused().stream()
                                            .map(one -> (one.loginMethod() + " " + one.path()).strip() + ": "
                                                    + one.reason() + " " + one.byHand())
                                            .collect(Collectors.joining(" ")))
                    .refusal();
        }
        plan.changes().stream()
                .map(Change::right)
                .filter(may.negate())
                .findFirst()
                .ifPresent(right -> {
                    throw Problem.forbidden(
                                    "right_missing",
                                    "Nothing was changed: a part of the plan needs the right "
                                            + right.name()
                                                    .toLowerCase(Locale.ROOT)
                                                    .replace('_', '-') + ".")
                            .refusal();
                });
        // This node may not have read yet what another one changed a moment ago.
        FlowQueries flows = FlowQueries.of(session);
        boolean isDone = plan.changes().stream()
                .anyMatch(change -> (change instanceof FlowChange.Make make
                                && flows.exists(realm.getId(), make.flow().alias()))
                        || (change instanceof FlowChange.Remove remove
                                && !flows.exists(realm.getId(), remove.alias())));
        if (isDone) {
            throw outdated();
        }
        Clients.load(session, plan);
        Installation before = new Installation(realm);
        for (Change change : plan.changes()) {
            change.apply(session, before);
            done.accept(change);
        }
    }

    static RuntimeException outdated() {
        return Problem.conflict(
                        "plan_outdated",
                        "Nothing was changed: the realm changed since the plan was made, or the plan is unknown here or older"
                                + " than an hour. Make a new one with dry_run.")
                .refusal();
    }
}
