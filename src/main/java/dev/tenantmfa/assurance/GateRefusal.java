package dev.tenantmfa.assurance;

import org.jspecify.annotations.Nullable;

/**
 * Why no tokens were made.
 *
 * @param reason for events and meters
 * @param question which question of the {@link Gate} was answered no; for events
 * @param description for the developer of the application, as {@code error_description}
 * @param tenantId null for a token of no tenant
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

    static GateRefusal secondFactor(String question, @Nullable Place place) {
        return place == null
                ? new GateRefusal(MFA_REQUIRED, question, "A second factor is required.", null)
                : new GateRefusal(
                        MFA_REQUIRED, question, "A second factor is required for " + place.name() + ".", place.id());
    }

    static GateRefusal closed(Place place) {
        return new GateRefusal(CLOSED, "closed", "Access to " + place.name() + " is suspended.", place.id());
    }

    /** In the words of Keycloak's own password grant. */
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
