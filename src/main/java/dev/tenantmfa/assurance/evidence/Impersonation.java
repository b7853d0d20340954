package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.Setting;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sessions that a realm administrator opened by Keycloak's impersonation. Nobody sets up, changes or shows a second factor
 * for somebody else, so such a session is never asked for one; the realm decides whether it gets tokens.
 */
public final class Impersonation {

    private static final String ALLOW = "allow";
    private static final String REFUSE = "refuse";

    /** Realm attribute; a value that makes no sense counts as {@code refuse}. */
    public static final ChoiceSetting SETTING = Setting.key("tenant-mfa.impersonation")
            .oneOf(ALLOW, REFUSE)
            .or(ALLOW)
            .otherwise(REFUSE);

    private Impersonation() {}

    /** Whether an administrator opened the session. */
    public static boolean isIn(@Nullable UserSessionModel session) {
        return session != null && session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /** Whether the login rides on a session that an administrator opened. */
    public static boolean isIn(KeycloakSession session, AuthenticationSessionModel login) {
        return SingleSignOn.sessionOf(session, login)
                .filter(Impersonation::isIn)
                .isPresent();
    }

    /** Whether the realm lets such sessions in. */
    public static boolean isAllowed(RealmModel realm) {
        return ALLOW.equals(SETTING.in(realm));
    }
}
