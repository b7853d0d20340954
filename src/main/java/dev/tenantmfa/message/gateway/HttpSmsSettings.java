package dev.tenantmfa.message.gateway;

import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How to speak to a gateway. Taken as a whole from the realm's attributes or from the server's options, never from both:
 * whoever may change a realm's address must not get the server's secrets sent there.
 *
 * @param url {@code https}, or {@code http} on the loopback interface
 * @param headers names and values, before vault references are resolved
 * @param body with placeholders, before they are filled in
 * @param expected text that an answer must hold to count as success; empty if the status alone tells
 */
record HttpSmsSettings(
        URI url,
        String method,
        Format format,
        Map<String, String> headers,
        String body,
        String expected,
        int connectSeconds,
        int answerSeconds) {

    static final String URL = "url";
    private static final String METHOD = "method";
    private static final String FORMAT = "format";
    private static final String HEADERS = "headers";
    private static final String BODY = "body";
    private static final String EXPECTED = "expected";

    /** Seconds, 1 to 30, default 3. */
    private static final IntSetting CONNECT_SECONDS =
            Setting.key("connect-seconds").range(1, 30).or(3);

    /** Seconds, 1 to 60, default 10. */
    private static final IntSetting ANSWER_SECONDS =
            Setting.key("answer-seconds").range(1, 60).or(10);

    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Between headers: a line break, or Keycloak's own separator for options, which hold no line breaks. */
    private static final String HEADER_SEPARATOR = "\\R|##";

    /** What the body is made of. */
    enum Format {
        FORM("application/x-www-form-urlencoded", "to={number}&text={text}"),
        JSON("application/json", "{\"to\":\"{number}\",\"text\":\"{text}\"}");

        private final String mediaType;
        private final String defaultBody;

        Format(String mediaType, String defaultBody) {
            this.mediaType = mediaType;
            this.defaultBody = defaultBody;
        }

        String mediaType() {
            return mediaType;
        }
    }

    /** Settings that make no sense; the message names the setting and never its value. */
    static final class Invalid extends Exception {

        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    /**
     * @param value of a setting's name, null where it is not set
     * @return empty where there is no address
     */
    static Optional<HttpSmsSettings> read(UnaryOperator<@Nullable String> value) throws Invalid {
        String url = value.apply(URL);
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        Format format = format(or(value.apply(FORMAT), "form"));
        String method = or(value.apply(METHOD), "POST").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new Invalid(
                    METHOD + " must be POST, PUT or PATCH; other methods would put the code into the address");
        }
        return Optional.of(new HttpSmsSettings(
                url(url.strip()),
                method,
                format,
                headers(or(value.apply(HEADERS), "")),
                or(value.apply(BODY), format.defaultBody),
                or(value.apply(EXPECTED), ""),
                number(CONNECT_SECONDS, value),
                number(ANSWER_SECONDS, value)));
    }

    private static URI url(String text) throws Invalid {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid(URL + " must be a valid URL");
        }
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        boolean local =
                "http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && LOOPBACK.contains(url.getHost());
        if (url.getHost() == null || !(secure || local)) {
            throw new Invalid(URL + " must start with https:// unless it is on this machine");
        }
        return url;
    }

    private static Format format(String text) throws Invalid {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "form" -> Format.FORM;
            case "json" -> Format.JSON;
            default -> throw new Invalid(FORMAT + " must be form or json");
        };
    }

    private static Map<String, String> headers(String text) throws Invalid {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Arrays.stream(text.split(HEADER_SEPARATOR))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new Invalid(HEADERS + " must be lines of name and value with a colon between");
            }
            headers.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static int number(IntSetting setting, UnaryOperator<@Nullable String> value) {
        String text = value.apply(setting.key());
        return setting.in(text == null ? Map.of() : Map.of(setting.key(), text));
    }

    private static String or(@Nullable String value, String defaultValue) {
        return value == null || value.isBlank() ? defaultValue : value.strip();
    }

    @Override
    public String toString() {
        return "HttpSmsSettings[" + url.getHost() + "]";
    }
}
