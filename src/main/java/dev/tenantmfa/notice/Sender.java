package dev.tenantmfa.notice;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.ClientConnection;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.account.DeviceRepresentation;

/**
 * Origin of a request, as far as it is known.
 *
 * @param ipAddress null if unknown
 * @param browser   with the operating system, as Keycloak's account console names them; null if unknown
 */
record Sender(@Nullable String ipAddress, @Nullable String browser) {

    static final Sender UNKNOWN = new Sender(null, null);

    private static final String OTHER = "Other";

    static Sender at(@Nullable String ipAddress) {
        return new Sender(ipAddress, null);
    }

    /** The origin of the current request. */
    static Sender of(KeycloakSession session) {
        ClientConnection connection = session.getContext().getConnection();
        return new Sender(connection == null ? null : connection.getRemoteHost(), browserOf(session));
    }

    private static @Nullable String browserOf(KeycloakSession session) {
        DeviceRepresentationProvider devices = session.getProvider(DeviceRepresentationProvider.class);
        DeviceRepresentation device = devices == null ? null : devices.deviceRepresentation();
        if (device == null) {
            return null;
        }
        String text = Stream.of(known(device.getBrowser()), known(device.getOs()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? null : text;
    }

    private static Optional<String> known(@Nullable String name) {
        return Optional.ofNullable(name)
                .map(text -> text.replace("/" + DeviceRepresentation.UNKNOWN, ""))
                .filter(text -> !text.startsWith(OTHER) && !text.equals(DeviceRepresentation.UNKNOWN));
    }
}
