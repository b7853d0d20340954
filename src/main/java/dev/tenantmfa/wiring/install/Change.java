package dev.tenantmfa.wiring.install;

import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;

/** One change of a plan. */
interface Change {

    /** What is done, in a word or two. */
    String action();

    /** What it is done to. */
    String target();

    /** More about it, a line each. */
    default List<String> details() {
        return List.of();
    }

    /** The same for equal changes, however many users they concern. */
    default String identity() {
        return action() + "|" + target() + "|" + details() + "|" + this;
    }

    /** The client that it changes; empty if it changes none. */
    default String clientId() {
        return "";
    }

    /** The right that it needs beyond managing the realm. */
    default Right right() {
        return Right.MANAGE_REALM;
    }

    /** The admin event that it writes. */
    Event event();

    /** Does it in the session's transaction, and records what was there before. */
    void apply(KeycloakSession session, Installation before);

    /**
     * What an admin event says of a change.
     *
     * @param path of the resource below the realm
     */
    record Event(OperationType operation, ResourceType resource, String path) {}

    /** A right of the administrator. */
    enum Right {
        MANAGE_REALM,
        MANAGE_IDENTITY_PROVIDERS,
        MANAGE_CLIENTS
    }
}
