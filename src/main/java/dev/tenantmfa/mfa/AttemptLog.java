package dev.tenantmfa.mfa;

import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.platform.PersonEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Checked codes from Keycloak's event store. Contains only events that this extension described, including passwords
 * that were refused before a code was checked.
 */
public final class AttemptLog {

    private final KeycloakSession session;
    private final RealmModel realm;

    public AttemptLog(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * @param type     id of the method, {@code password}, or {@code unknown} if the input did not look like a code;
     *     {@code message-code} in events from before the way of a message was noted
     * @param clientId null if the event has no client
     */
    public record Attempt(
            String type,
            boolean success,
            @Nullable String ipAddress,
            @Nullable String userAgent,
            @Nullable String clientId,
            Instant at) {

        static Attempt of(Event event) {
            Map<String, String> details = event.getDetails();
            boolean password = SecondFactor.Reason.WRONG_PASSWORD.id().equals(details.get(FactorEvents.RESULT));
            return new Attempt(
                    password ? "password" : details.getOrDefault(FactorEvents.FACTOR, "unknown"),
                    event.getError() == null,
                    event.getIpAddress(),
                    details.get(FactorEvents.USER_AGENT),
                    event.getClientId(),
                    Instant.ofEpochMilli(event.getTime()));
        }
    }

    /** Why this realm has no log; empty if it has one. */
    public Optional<String> whyNotKept() {
        if (!realm.isEventsEnabled() || session.getProvider(EventStoreProvider.class) == null) {
            return Optional.of("This realm does not store events.");
        }
        Set<String> kept = realm.getEnabledEventTypesStream().collect(Collectors.toSet());
        List<String> missing = FactorEvents.TYPES.stream()
                .map(EventType::name)
                .filter(type -> !kept.contains(type))
                .toList();
        // An empty selection means Keycloak's default, which includes all of our types.
        return kept.isEmpty() || missing.isEmpty()
                ? Optional.empty()
                : Optional.of("This realm does not store events of these types: " + String.join(", ", missing) + ".");
    }

    /** The user's attempts, newest first. */
    public List<Attempt> of(UserModel person, Optional<Instant> before, int max) {
        EventStoreProvider store = session.getProvider(EventStoreProvider.class);
        return new PersonEvents(store, realm, person, FactorEvents.TYPES.toArray(EventType[]::new))
                .find(AttemptLog::isOurs, before, max).stream().map(Attempt::of).toList();
    }

    private static boolean isOurs(Event event) {
        Map<String, String> details = event.getDetails();
        if (details == null || !details.containsKey(FactorEvents.RESULT)) {
            return false;
        }
        // After a setup within a login, Keycloak reuses the event, so that one code would be listed twice.
        return event.getType() != EventType.LOGIN || !details.containsKey(Details.CREDENTIAL_ID);
    }
}
