package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.platform.EventChunks;
import dev.tenantmfa.platform.PersonEvents;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AdminEventQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The history of a tenant, from Keycloak's event store. */
final class AuditTrail {

    /** Refused tokens; a refused refresh is a LOGIN_ERROR if the realm does not store its own type. */
    private static final List<EventType> REFUSED_TOKENS = List.of(
            EventType.CODE_TO_TOKEN_ERROR,
            EventType.REFRESH_TOKEN_ERROR,
            EventType.TOKEN_EXCHANGE_ERROR,
            EventType.OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR,
            EventType.AUTHREQID_TO_TOKEN_ERROR);

    private static final EventType[] OF_A_PERSON =
            Stream.concat(FactorEvents.TYPES.stream(), REFUSED_TOKENS.stream()).toArray(EventType[]::new);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Tenant tenant;

    AuditTrail(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.tenant = tenant;
    }

    /** Changes of the tenant, newest first, including those made in Keycloak's console. */
    List<Change> changes(Optional<Instant> before, int max) {
        if (!realm.isAdminEventsEnabled()) {
            throw notStored("admin events").refusal();
        }
        EventStoreProvider store = store();
        // Almost all that the query finds match, and to find more the database may have to read all events of the
        // realm.
        return EventChunks.find(
                        Math.min(max, EventChunks.SIZE),
                        (first, size) -> chunk(store, before, first, size),
                        AdminEvent::getId,
                        this::isOfThisTenant,
                        max)
                .stream()
                .map(event -> Change.of(event, isOfOneOfUs(event)))
                .toList();
    }

    /**
     * Keycloak has an index for realm and time, but none for resource paths. The query uses that index, from the newest
     * event to the day on which the tenant was created. The pattern also matches ids that begin with this one; {@link
     * #isOfThisTenant} excludes them.
     */
    private List<AdminEvent> chunk(EventStoreProvider store, Optional<Instant> before, int first, int size) {
        AdminEventQuery query = store.createAdminQuery()
                .realm(realm.getId())
                .resourcePath(path() + "*")
                .orderByDescTime()
                .firstResult(first)
                .maxResults(size);
        before.ifPresent(time -> query.toTime(time.toEpochMilli() - 1));
        // One day earlier: the clocks of nodes differ, and the time was stored before the event.
        tenant.createdAt()
                .ifPresent(time -> query.fromTime(time.minus(Duration.ofDays(1)).toEpochMilli()));
        try (Stream<AdminEvent> events = query.getResultStream()) {
            return events.toList();
        }
    }

    private boolean isOfThisTenant(AdminEvent event) {
        return isAtOrBelow(event.getResourcePath(), path());
    }

    /**
     * Whether a path is that of the resource, or below it; an id with the same beginning belongs to another resource.
     */
    static boolean isAtOrBelow(@Nullable String path, String resource) {
        return path != null && (path.equals(resource) || path.startsWith(resource + "/"));
    }

    private String path() {
        return "organizations/" + tenant.id();
    }

    /** The member's logins and changes of second factors in this tenant, newest first. */
    List<Login> logins(Membership member, Optional<Instant> before, int max) {
        if (!realm.isEventsEnabled()) {
            throw notStored("events").refusal();
        }
        return new PersonEvents(store(), realm, member.person(), OF_A_PERSON)
                .find(this::isOfTenant, before, max).stream().map(Login::of).toList();
    }

    /** Whether a member of the tenant did it; members must not see the IP address of a realm administrator. */
    private boolean isOfOneOfUs(AdminEvent event) {
        return event.getAuthDetails() != null
                && realm.getId().equals(event.getAuthDetails().getRealmId())
                && tenant.members().byId(event.getAuthDetails().getUserId()).isPresent();
    }

    private boolean isOfTenant(Event event) {
        return event.getDetails() != null
                && tenant.id().equals(event.getDetails().get(ActiveTenant.CLAIM));
    }

    private EventStoreProvider store() {
        EventStoreProvider store = session.getProvider(EventStoreProvider.class);
        if (store == null) {
            throw notStored("events").refusal();
        }
        return store;
    }

    private static Problem notStored(String what) {
        return Problem.conflict("events_not_stored", "This realm does not store " + what + ".");
    }

    /** A change of the tenant. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Change(
            @JsonProperty("id") String id,
            @JsonProperty("operation") String operation,
            @JsonProperty("resource") String resource,
            @JsonProperty("resource_path") String resourcePath,
            @JsonProperty("actor_id") @Nullable String actorId,
            @JsonProperty("ip_address") @Nullable String ipAddress,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("details") Map<String, String> details,
            @JsonProperty("created_at") String createdAt) {

        static Change of(AdminEvent event, boolean withAddress) {
            return new Change(
                    event.getId(),
                    event.getOperationType().name(),
                    event.getResourceTypeAsString(),
                    event.getResourcePath(),
                    event.getAuthDetails() == null
                            ? null
                            : event.getAuthDetails().getUserId(),
                    withAddress ? event.getAuthDetails().getIpAddress() : null,
                    event.getError(),
                    event.getDetails() == null ? Map.of() : event.getDetails(),
                    JsonTime.of(Instant.ofEpochMilli(event.getTime())));
        }
    }

    /** An event of one of the members. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Login(
            @JsonProperty("id") String id,
            @JsonProperty("type") String type,
            @JsonProperty("success") boolean success,
            @JsonProperty("user_id") String userId,
            @JsonProperty("client_id") @Nullable String clientId,
            @JsonProperty("ip_address") @Nullable String ipAddress,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("created_at") String createdAt) {

        static Login of(Event event) {
            return new Login(
                    event.getId(),
                    event.getType().name(),
                    event.getError() == null,
                    event.getUserId(),
                    event.getClientId(),
                    event.getIpAddress(),
                    event.getError(),
                    JsonTime.of(Instant.ofEpochMilli(event.getTime())));
        }
    }
}
