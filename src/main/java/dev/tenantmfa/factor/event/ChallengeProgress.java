package dev.tenantmfa.factor.event;

import dev.tenantmfa.platform.store.AfterCommit;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;

/**
 * Published when a challenge starts to wait for an answer, is answered, or is answered too late. For metrics. A
 * challenge that is never answered expires in the single-use store without an event.
 *
 * @param realm its name
 */
public record ChallengeProgress(String realm, Kind kind, Step step) implements ProviderEvent {

    /** The kind of challenge. */
    public enum Kind {
        /** A password grant that was answered {@code mfa_required}. */
        MFA_TOKEN("mfa_token"),
        /** A login at the challenge endpoint. */
        AUTH_SESSION("auth_session"),
        /** A code that was sent. */
        MESSAGE_CODE("message_code");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /** What happened to the challenge. */
    public enum Step {
        STARTED,
        REDEEMED,
        EXPIRED
    }

    /** Publishes the event after the session's transaction is committed. */
    public static void afterCommit(KeycloakSession session, Kind kind, Step step) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        ChallengeProgress progress =
                new ChallengeProgress(session.getContext().getRealm().getName(), kind, step);
        AfterCommit.run(session, () -> factory.publish(progress));
    }
}
