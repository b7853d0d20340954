package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.Setting;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sessions that a realm administrator opened with Keycloak's impersonation. No one may set up, change or show a second
 * factor for another user, so such a session is never asked for one; the realm decides whether it gets tokens.
 */
public final class Impersonation {

    private static final String ALLOW = "allow";
    private static final String REFUSE = "refuse";

    /** Realm attribute; an invalid value counts as {@code refuse}. */
    public static final ChoiceSetting SETTING = Setting.key("tenant-mfa.impersonation")
            .oneOf(ALLOW, REFUSE)
            .or(ALLOW)
            .otherwise(REFUSE);

    private Impersonation() {}

    /** Whether an administrator opened the session. */
    public static boolean isIn(@Nullable UserSessionModel session) {
        return session != null && session.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /** Whether the login reuses a session that an administrator opened. */
    public static boolean isIn(KeycloakSession session, AuthenticationSessionModel login) {
        return SingleSignOn.sessionOf(session, login)
                .filter(Impersonation::isIn)
                .isPresent();
    }

    /**
     * For calls that change a second factor, or what is asked of a user, in the name of the session's user.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal 403 {@code impersonated} if an administrator opened the session
     */
    public static void refuseChangesIn(@Nullable UserSessionModel session) {
        if (isIn(session)) {
            throw Problem.forbidden(
                            "impersonated",
                            "An administrator opened this session. Second factors cannot be changed in it.")
                    .refusal();
        }
    }

    /** Whether the realm allows such sessions to get tokens. */
    public static boolean isAllowed(RealmModel realm) {
        return ALLOW.equals(SETTING.in(realm));
    }
}
