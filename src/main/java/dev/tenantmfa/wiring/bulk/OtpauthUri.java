package dev.tenantmfa.wiring.bulk;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an {@code otpauth://totp/} URI, as QR codes of authenticator apps have it.
 *
 * @see <a href="https://github.com/google/google-authenticator/wiki/Key-Uri-Format">Key Uri Format</a>
 */
record OtpauthUri(Map<String, String> parameters) {

    private static final int MOST = 2000;

    /** @return empty if it is not such a URI, or has no secret */
    static Optional<OtpauthUri> parse(String text) {
        if (text.length() > MOST) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.strip().replace(" ", "%20"));
            boolean totp = "otpauth".equalsIgnoreCase(uri.getScheme()) && "totp".equalsIgnoreCase(uri.getHost());
            if (!totp || uri.getRawQuery() == null) {
                return Optional.empty();
            }
            Map<String, String> parameters = new HashMap<>();
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2) {
                    parameters.put(
                            parts[0].toLowerCase(Locale.ROOT), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
            }
            return parameters.containsKey("secret") ? Optional.of(new OtpauthUri(parameters)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
