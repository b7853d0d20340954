package dev.tenantmfa.assurance.gate;

import dev.tenantmfa.assurance.Place;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Why no tokens were issued.
 *
 * @param reason for events and metrics
 * @param question which question of the {@link Gate} led to the refusal; for events
 * @param description for the developer of the application, as {@code error_description}
 * @param tenantId null for a token without a tenant
 */
public record GateRefusal(
        String reason,
        String question,
        String description,
        @Nullable String tenantId) {

    static final String MFA_REQUIRED = "mfa_required";
    static final String ACCOUNT_UNFINISHED = "account_unfinished";
    static final String CLOSED = "suspended";
    static final String IMPERSONATED = "impersonated";

    /** Names the tenant, or the realm if there is none. */
    static GateRefusal secondFactor(String question, @Nullable Place place, RealmModel realm) {
        String name = place == null ? nameOf(realm) : place.name();
        return new GateRefusal(
                MFA_REQUIRED,
                question,
                "A second factor is required for " + name + ".",
                place == null ? null : place.id());
    }

    /** The display name of a realm can contain markup, for Keycloak's pages. */
    private static String nameOf(RealmModel realm) {
        String shown = realm.getDisplayName();
        return shown == null || shown.isBlank() || shown.indexOf('<') >= 0 || shown.indexOf('$') >= 0
                ? realm.getName()
                : shown.strip();
    }

    static GateRefusal closed(Place place) {
        return new GateRefusal(CLOSED, "closed", "The tenant of the login is suspended", place.id());
    }

    /** With the error text of Keycloak's own password grant. */
    static GateRefusal accountUnfinished(@Nullable Place place) {
        return new GateRefusal(
                ACCOUNT_UNFINISHED, "account", "Account is not fully set up", place == null ? null : place.id());
    }

    static GateRefusal impersonated(@Nullable Place place) {
        return new GateRefusal(
                IMPERSONATED,
                "impersonation",
                "This realm does not allow sessions that an administrator opened by impersonation.",
                place == null ? null : place.id());
    }
}
