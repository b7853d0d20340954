package dev.tenantmfa.platform.form;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.ClientConnection;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.account.DeviceRepresentation;

/** Where the current request comes from, as far as it is known. */
public final class RequestOrigin {

    private static final String OTHER = "Other";

    private RequestOrigin() {}

    /** The IP address; null if unknown. */
    public static @Nullable String address(KeycloakSession session) {
        ClientConnection connection = session.getContext().getConnection();
        return connection == null ? null : connection.getRemoteHost();
    }

    /** The browser with the operating system, as Keycloak's account console names them; null if unknown. */
    public static @Nullable String browser(KeycloakSession session) {
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
