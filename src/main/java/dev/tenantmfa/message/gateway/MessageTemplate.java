package dev.tenantmfa.message.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces placeholders in one pass, so a value is never read as a placeholder. Each value is escaped for its context.
 * Placeholders are <code>{number}</code> (E.164), <code>{digits}</code> (the same without {@code +}),
 * <code>{text}</code>, <code>{code}</code>, and <code>${vault.name}</code> for an entry of Keycloak's vault.
 */
final class MessageTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$\\{vault\\.[^}]+})|\\{(number|digits|text|code)}");

    private final UnaryOperator<String> vault;

    /** @param vault returns the secret of a reference; may throw any exception if there is none */
    MessageTemplate(UnaryOperator<String> vault) {
        this.vault = vault;
    }

    /** A body, with values escaped as form fields or inside JSON strings. */
    String body(String template, HttpSmsSettings.Format format, SmsMessage message) {
        return fill(template, match -> escaped(format, valueOf(match, message)));
    }

    /** A header's value: only secrets are filled in, unescaped. */
    String header(String template) {
        return fill(template, match -> match.group(1) == null ? match.group() : vault.apply(match.group(1)));
    }

    private static String fill(String template, Function<MatchResult, String> value) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> Matcher.quoteReplacement(value.apply(match)));
    }

    private String valueOf(MatchResult match, SmsMessage message) {
        if (match.group(1) != null) {
            return vault.apply(match.group(1));
        }
        return switch (match.group(2)) {
            case "number" -> message.number();
            case "digits" -> message.number().substring(1);
            case "text" -> message.text();
            default -> message.code();
        };
    }

    private static String escaped(HttpSmsSettings.Format format, String value) {
        return format == HttpSmsSettings.Format.FORM
                ? URLEncoder.encode(value, StandardCharsets.UTF_8)
                : new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }
}
