package dev.tenantmfa.tenant.session;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.Fingerprint;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceUserCodeModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Binds the tenant of a login to its authorization code. All logins of a client in one browser session share the
 * client's session, so a second login replaces the notes of the first one, whose code may not be redeemed yet. Each login
 * therefore notes its tenant under the part of the request that Keycloak stores with the code as well: nonce and code
 * challenge (RFC 7636), or the device code (RFC 8628). {@link #prune} limits the number of notes.
 */
public final class CodeTenant {

    /** The value for a login without a tenant. */
    public static final String NONE = "";

    /** How many notes may be there before the oldest ones are removed, which writes the client's session once more. */
    static final int MOST = 64;

    /** How many of them remain. */
    static final int KEPT = 16;

    private static final String NOTE = "tenant-mfa.code.";

    /** Client note: when the last login selected its tenant, in seconds since 1970. */
    private static final String SELECTED_AT = "tenant-mfa.selected-at";

    /** Client note of Keycloak's device flow: the user code that the user entered. */
    private static final String USER_CODE = "OAUTH2_DEVICE_VERIFIED_USER_CODE";

    private static final String SEPARATOR = " ";

    private CodeTenant() {}

    /** Notes the tenant of the login, or {@link #NONE}. */
    static void note(KeycloakSession session, AuthenticationSessionModel login, String tenantId) {
        String now = Long.toString(KeycloakClock.now().getEpochSecond());
        login.setClientNote(SELECTED_AT, now);
        request(session, login).ifPresent(key -> login.setClientNote(NOTE + key, now + SEPARATOR + tenantId));
    }

    /**
     * The tenant of the login that led to a code, or {@link #NONE}; empty if it is not known.
     *
     * @param request the result of {@link #ofCode} or {@link #ofDevice}
     */
    public static Optional<String> in(AuthenticatedClientSessionModel clientSession, Optional<String> request) {
        return request.flatMap(key -> Optional.ofNullable(clientSession.getNote(NOTE + key)))
                .map(note -> note.substring(note.indexOf(SEPARATOR) + SEPARATOR.length()));
    }

    /** Removes the notes of the oldest logins if there are many. */
    public static void prune(AuthenticatedClientSessionModel clientSession) {
        List<Map.Entry<String, String>> notes = clientSession.getNotes().entrySet().stream()
                .filter(note -> note.getKey().startsWith(NOTE))
                .sorted(Comparator.comparingLong((Map.Entry<String, String> note) ->
                                Long.parseLong(note.getValue().split(SEPARATOR, 2)[0]))
                        .reversed())
                .toList();
        if (notes.size() > MOST) {
            notes.stream().skip(KEPT).map(Map.Entry::getKey).forEach(clientSession::removeNote);
        }
    }

    /**
     * Whether the client's session was opened for a tenant again after a code was issued, so that it no longer tells the
     * tenant of the code. A client that was used for a single tenant leaves no doubt.
     *
     * @param issuedAt seconds since 1970
     */
    public static boolean isReplaced(AuthenticatedClientSessionModel clientSession, long issuedAt) {
        String selected = clientSession.getNote(SELECTED_AT);
        return selected != null
                && Long.parseLong(selected) > issuedAt
                && ActiveTenant.enteredWith(clientSession).size() > 1;
    }

    /** Identifies the request of a code; empty if the client sent neither a nonce nor a code challenge. */
    public static Optional<String> ofCode(@Nullable String nonce, @Nullable String challenge) {
        return nonce == null && challenge == null
                ? Optional.empty()
                : Optional.of(fingerprint(
                        Stream.of(nonce, challenge).map(String::valueOf).collect(Collectors.joining(SEPARATOR))));
    }

    /** Identifies the request of a device. */
    public static Optional<String> ofDevice(String deviceCode) {
        return Optional.of(fingerprint(deviceCode));
    }

    private static Optional<String> request(KeycloakSession session, AuthenticationSessionModel login) {
        String userCode = login.getClientNote(USER_CODE);
        String responseType = login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
        if (userCode == null && responseType != null && !responseType.contains(OAuth2Constants.CODE)) {
            return Optional.empty();
        }
        return userCode == null
                ? ofCode(
                        login.getClientNote(OIDCLoginProtocol.NONCE_PARAM),
                        login.getClientNote(OAuth2Constants.CODE_CHALLENGE))
                : deviceCode(session, login, userCode).flatMap(CodeTenant::ofDevice);
    }

    private static Optional<String> deviceCode(
            KeycloakSession session, AuthenticationSessionModel login, String userCode) {
        return Optional.ofNullable(
                        session.singleUseObjects().get(OAuth2DeviceUserCodeModel.createKey(login.getRealm(), userCode)))
                .map(stored -> OAuth2DeviceUserCodeModel.fromCache(login.getRealm(), userCode, stored)
                        .getDeviceCode());
    }

    /** Half of it suffices to tell the logins of one session apart. */
    private static String fingerprint(String text) {
        return Fingerprint.of(text).substring(0, 32);
    }
}
