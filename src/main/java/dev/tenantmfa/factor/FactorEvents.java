package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.KeyChecked;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The details of a code or key check in an event: the method, and why it was refused. Never the code. */
public final class FactorEvents {

    /** Detail: id of the {@link Method} that was used, or that the code looked like. */
    public static final String FACTOR = "second_factor";

    /**
     * Detail of every event about a checked code: {@code accepted}, or why it was refused. Distinguishes our events
     * from others.
     */
    public static final String RESULT = "second_factor_result";

    /** Detail: the client's User-Agent, which Keycloak's own events do not store. */
    public static final String USER_AGENT = "user_agent";

    /** The event types in which a checked code may be described. */
    public static final List<EventType> TYPES = List.of(
            EventType.LOGIN,
            EventType.LOGIN_ERROR,
            EventType.UPDATE_CREDENTIAL,
            EventType.UPDATE_CREDENTIAL_ERROR,
            EventType.REMOVE_CREDENTIAL,
            EventType.REMOVE_CREDENTIAL_ERROR,
            EventType.CUSTOM_REQUIRED_ACTION,
            EventType.CUSTOM_REQUIRED_ACTION_ERROR);

    /** Details of an accepted code that a login keeps until its event is written. */
    private static final List<String> KEPT = List.of(FACTOR, RESULT, Details.SELECTED_CREDENTIAL_ID);

    private static final String NOTE = "tenant-mfa.event.";
    private static final String ACCEPTED = "accepted";
    private static final String KEY_REFUSED = "key_refused";
    private static final int LONGEST_USER_AGENT = 256;

    private FactorEvents() {}

    /** Adds details to the event of the current login. */
    public static void describe(KeycloakSession session, EventBuilder event, Verification verification) {
        if (verification instanceof Verification.Accepted accepted) {
            event.detail(RESULT, ACCEPTED);
            event.detail(Details.SELECTED_CREDENTIAL_ID, accepted.credentialId());
        } else {
            outcomeOf(verification).ifPresent(reason -> {
                event.detail(RESULT, reason);
                event.detail(Details.REASON, reason);
            });
        }
        methodOf(verification).ifPresent(method -> event.detail(FACTOR, method.id()));
        event.detail(USER_AGENT, userAgent(session));
    }

    /** As above, for a security key or passkey, whose answer Keycloak checked. */
    public static void describe(KeycloakSession session, EventBuilder event, Method method, boolean accepted) {
        event.detail(FACTOR, method.id());
        event.detail(RESULT, accepted ? ACCEPTED : KEY_REFUSED);
        event.detail(USER_AGENT, userAgent(session));
    }

    /**
     * As {@link #describe(KeycloakSession, EventBuilder, Verification)}, in another event about a code that an event
     * already describes: without the result, so that a list of attempts shows the code once.
     */
    public static void mention(KeycloakSession session, EventBuilder event, Verification verification) {
        describe(session, event, verification);
        event.removeDetail(RESULT);
    }

    /** Keeps what the event of the login says about an accepted code: a page may follow, and a new event with it. */
    public static void keep(EventBuilder event, AuthenticationSessionModel login) {
        Map<String, String> details = event.getEvent().getDetails();
        if (details != null && details.containsKey(RESULT)) {
            KEPT.forEach(name -> login.setAuthNote(NOTE + name, details.get(name)));
        }
    }

    /** Keeps nothing any more, because another event was written about the code. */
    public static void forget(AuthenticationSessionModel login) {
        KEPT.forEach(name -> login.removeAuthNote(NOTE + name));
    }

    /** Adds what the login keeps to its event. */
    public static void restore(KeycloakSession session, EventBuilder event, AuthenticationSessionModel login) {
        if (event.getEvent().getType() != EventType.LOGIN || login.getAuthNote(NOTE + RESULT) == null) {
            return;
        }
        KEPT.forEach(name -> event.detail(name, login.getAuthNote(NOTE + name)));
        event.detail(USER_AGENT, userAgent(session));
        // Keycloak reuses the event of a required action, which named the credential that it stored.
        event.removeDetail(Details.CREDENTIAL_ID);
    }

    /** The result of a security key or passkey, as for codes. */
    public static String outcomeOf(KeyChecked checked) {
        return checked.accepted() ? ACCEPTED : KEY_REFUSED;
    }

    /**
     * The User-Agent of the current request, without characters that could break logs and pages; null if there is none.
     */
    private static @Nullable String userAgent(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        String agent = headers == null ? null : headers.getHeaderString(HttpHeaders.USER_AGENT);
        if (agent == null) {
            return null;
        }
        String plain = agent.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > LONGEST_USER_AGENT ? plain.substring(0, LONGEST_USER_AGENT) : plain;
    }

    /** The method of a code; empty if it matched none of the user's factors or was not checked. */
    public static Optional<Method> methodOf(Verification verification) {
        if (verification instanceof Verification.Accepted accepted) {
            return Optional.of(accepted.method());
        } else if (verification instanceof Verification.Rejected rejected) {
            return Optional.ofNullable(rejected.method());
        } else if (verification instanceof Verification.Expired expired) {
            return Optional.of(expired.method());
        }
        return Optional.empty();
    }

    /** The error of the event; empty if the code was accepted or none was given. */
    public static Optional<String> errorOf(Verification verification) {
        if (verification instanceof Verification.Rejected
                || verification instanceof Verification.Blocked
                || verification instanceof Verification.Malformed) {
            return Optional.of(Errors.INVALID_USER_CREDENTIALS);
        } else if (verification instanceof Verification.Locked locked) {
            return Optional.of(locked.permanently() ? Errors.USER_DISABLED : Errors.USER_TEMPORARILY_DISABLED);
        } else if (verification instanceof Verification.Unusable) {
            return Optional.of("second_factor_unusable");
        } else if (verification instanceof Verification.SwitchedOff) {
            return Optional.of("second_factor_switched_off");
        }
        return Optional.empty();
    }

    /** The result of a code: {@code accepted}, or why it was refused; empty if none was given. */
    public static Optional<String> outcomeOf(Verification verification) {
        if (verification instanceof Verification.Accepted) {
            return Optional.of(ACCEPTED);
        } else if (verification instanceof Verification.Rejected rejected) {
            return Optional.of(rejected.reason().id());
        } else if (verification instanceof Verification.Blocked) {
            return Optional.of("too_many_attempts");
        } else if (verification instanceof Verification.Unusable) {
            return Optional.of("secret_does_not_open");
        } else if (verification instanceof Verification.Expired) {
            return Optional.of("expired_code");
        } else if (verification instanceof Verification.Locked) {
            return Optional.of("locked");
        } else if (verification instanceof Verification.Malformed) {
            return Optional.of("malformed_code");
        } else if (verification instanceof Verification.SwitchedOff) {
            return Optional.of("switched_off");
        }
        return Optional.empty();
    }
}
