package dev.tenantmfa.assurance.device;

import dev.tenantmfa.assurance.DeviceTerms;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The mark of a session in which a trusted device spared the second factor, for one tenant each. It names user and device,
 * and counts only as long as the device does.
 */
public final class DeviceLogin {

    private static final String NOTE = "tenant-mfa.device.";
    private static final String NO_TENANT = "none";
    private static final String SEPARATOR = " ";

    private DeviceLogin() {}

    /** Marks the login, and the session that it joins. */
    public static void note(AuthenticationSessionModel login, TrustedDevice device) {
        login.setUserSessionNote(
                note(device.data().tenantId()), login.getAuthenticatedUser().getId() + SEPARATOR + device.id());
    }

    /** The device that spared the session's user the second factor under these terms, if it still counts. */
    public static Optional<TrustedDevice> in(KeycloakSession session, UserSessionModel userSession, DeviceTerms terms) {
        UserModel user = userSession.getUser();
        String mark = userSession.getNote(note(terms.tenantId()));
        if (user == null || mark == null || !mark.startsWith(user.getId() + SEPARATOR)) {
            return Optional.empty();
        }
        return TrustedDevices.of(session, user).byId(mark.substring(user.getId().length() + SEPARATOR.length()), terms);
    }

    /** Whether a trusted device spared the session's user the second factor at all. */
    public static boolean isIn(UserSessionModel userSession) {
        return userSession.getNotes().keySet().stream().anyMatch(note -> note.startsWith(NOTE));
    }

    public static void copy(UserSessionModel from, UserSessionModel to) {
        for (Map.Entry<String, String> note : from.getNotes().entrySet()) {
            if (note.getKey().startsWith(NOTE)) {
                to.setNote(note.getKey(), note.getValue());
            }
        }
    }

    private static String note(@Nullable String tenantId) {
        return NOTE + (tenantId == null ? NO_TENANT : tenantId);
    }
}
