package dev.tenantmfa.assurance.removal;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.platform.KeycloakClock;
import java.time.Duration;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the user of a request may remove a second factor. Keycloak reads the credential's metadata when it lists
 * credentials and again when one is removed. Its own check compares levels of authentication, and it knows no level of a
 * credential that only the step of this extension asks for: without this guard, a session with only the password could
 * remove it.
 */
public final class RemovalGuard {

    /** How long ago a second factor may have been shown to remove one. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    /** Of the factories that replace those of Keycloak, which have 0. */
    static final int ORDER = 10;

    private RemovalGuard() {}

    /** True for a listing; for a removal, whether a second factor was shown recently in that session. */
    public static boolean allowsRemoval(KeycloakSession session) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login != null) {
            return isRecent(SessionEvidence.shownInOrBefore(session, login));
        }
        HttpRequest request = session.getContext().getHttpRequest();
        if (request == null || !"DELETE".equals(request.getHttpMethod())) {
            return true;
        }
        UserSessionModel userSession = session.getContext().getUserSession();
        return userSession != null && isRecent(SessionEvidence.of(session, userSession));
    }

    /**
     * Metadata of one of Keycloak's own factors, with the same rule. If no step of this extension ran in the login and
     * the gate is not strict, only Keycloak's rules apply.
     */
    static CredentialTypeMetadata guarded(KeycloakSession session, CredentialTypeMetadata keycloaks) {
        return CredentialTypeMetadata.builder()
                .type(keycloaks.getType())
                .category(keycloaks.getCategory())
                .displayName(keycloaks.getDisplayName())
                .helpText(keycloaks.getHelpText())
                .iconCssClass(keycloaks.getIconCssClass())
                .createAction(keycloaks.getCreateAction())
                .removeable(!takesPart(session) || allowsRemoval(session))
                .build(session);
    }

    private static boolean takesPart(KeycloakSession session) {
        UserSessionModel userSession = session.getContext().getUserSession();
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        return GateSettings.isStrict(session.getContext().getRealm())
                || userSession != null && StepMark.isIn(userSession)
                || login != null
                        && SingleSignOn.sessionOf(session, login)
                                .filter(StepMark::isIn)
                                .isPresent();
    }

    /** Whether a second factor was shown recently enough to remove one. */
    public static boolean isRecent(SessionEvidence evidence) {
        return evidence.isWithin(RECENT, KeycloakClock.now());
    }
}
