package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.AuthenticatorApp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** What people and programs send who mean no good, or know no better. */
final class Nasty {
    /** Element and attribute that no page of ours has: where one is found in a page, somebody's text became markup. */
    static final String ELEMENT = "tmfa-x";

    static final String ATTRIBUTE = "onfuzz";
    /** Stands in an answer only where a template or an expression was evaluated. */
    static final String EVALUATED = Long.toString(1_234_577L * 8_910_121L);
    /** A header that only a text with line breaks in it can make. */
    static final String HEADER = "X-Tmfa-Injected";

    private static final String PRODUCT = "1234577*8910121";

    /** What stands where a code is wanted. */
    static final String GUESS = "123456";

    private static final String OTHER_GUESS = "000000";
    /** All codes of six digits that are sent but for right ones, whatever digits they are written in. */
    private static final List<String> GUESSES = List.of(GUESS, OTHER_GUESS);

    private static final int STEPS_OF_A_RUN = 300;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "a\u0007\u001b[31mb",
            "\r\n" + HEADER + ": 1\r\n\r\n",
            "a\tb\u0085c\u2028d",
            "\u202eevil",
            "\u200b\u200d\ufeff",
            "x".repeat(256),
            "x".repeat(1025),
            "x".repeat(10_000),
            "漢".repeat(3_000),
            "e\u0301".repeat(300),
            "\ud83d\udc69\u200d\ud83d\udcbb",
            "ß ǆ İ ı ﷺ",
            "-1",
            "0",
            "1.5",
            "1e309",
            "NaN",
            "2147483648",
            "99999999999999999999",
            "9".repeat(2_000),
            "true",
            "null",
            GUESS,
            OTHER_GUESS,
            "1234567890",
            "12345678901234567890",
            "１２３４５６",
            "١٢٣٤٥٦",
            "' OR '1'='1' --",
            "'; DROP TABLE ORG; --",
            "%",
            "_%\\",
            "*",
            "(((((((((((((((((((((((((((((a+)+)+",
            "${" + PRODUCT + "}",
            "${(" + PRODUCT + ")?c}",
            "#{" + PRODUCT + "}",
            "{{" + PRODUCT + "}}",
            "<#assign x=(" + PRODUCT + ")?c>${x}",
            "${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
            "${jndi:ldap://127.0.0.1:9/x}",
            "${vault.x}",
            "{0} {1} {number} {code}",
            "<" + ELEMENT + " " + ATTRIBUTE + "=1>",
            "\"><" + ELEMENT + ">",
            "'><" + ELEMENT + ">",
            "</script><" + ELEMENT + ">",
            "</title></textarea><" + ELEMENT + ">",
            "' " + ATTRIBUTE + "='1",
            "\" " + ATTRIBUTE + "=\"1",
            "javascript:alert(1)",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
            "../../../../etc/passwd",
            "..;/..;/admin",
            "a/b?c#d",
            "a@b@c",
            "nobody@example.test",
            "\"a b\"@example.test",
            "a".repeat(250) + "@example.test",
            "@",
            "openid organization:* organization:acme",
            "2026-01-31T12:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "0000-00-00T00:00:00Z",
            "yesterday",
            "00000000-0000-0000-0000-000000000000",
            "f:",
            "f::",
            "f:nowhere:x",
            "service-account-demo-agent",
            "eyJhbGciOiJub25lIn0.e30.",
            "+491701234567",
            "+49170" + "1".repeat(40),
            "0170 1234567",
            "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPI",
            "on",
            "codes");

    private static final List<String> BROKEN_ESCAPES = List.of(
            "%",
            "%zz",
            "%0",
            "%u0041",
            "%00",
            "%c0%af",
            "%c0%80",
            "%ff%fe",
            "%ed%a0%80",
            "%f4%90%80%80",
            "%f0%28%8c%28",
            "%252e%252e%252f",
            "%0d%0a" + HEADER + ":%201",
            "%e2%80%ae",
            "%2f%2e%2e%2f",
            "+%2b+",
            "%F0%9F%92%A5");

    private Nasty() {}

    /** Whether the app shows, in the next two hours or so, one of the codes that are sent: it cannot tell a way in. */
    static boolean mayGuess(AuthenticatorApp app) {
        return IntStream.rangeClosed(-5, STEPS_OF_A_RUN).mapToObj(app::codeIn).anyMatch(GUESSES::contains);
    }

    static String text(Dice dice) {
        return dice.chance(10) ? dice.noise(1 + dice.below(200)) : dice.of(TEXTS);
    }

    /** For a place in an address or a form; mostly well escaped, sometimes not. */
    static String escaped(Dice dice) {
        return dice.chance(15) ? dice.of(BROKEN_ESCAPES) : encode(text(dice));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A value that may stand in a header: no line ends, which would only make another header. */
    static String headerValue(Dice dice) {
        String text = text(dice);
        return text.length() > 4_000 ? text.substring(0, 4_000) : text;
    }

    /** Any JSON value but {@code false} and but a text of a plain word, which might make sense. */
    static String json(Dice dice) {
        return switch (dice.below(12)) {
            case 0 -> "null";
            case 1 -> "0";
            case 2 -> "-1";
            case 3 -> "1e99999";
            case 4 -> "1" + "0".repeat(1_500);
            case 5 -> "{}";
            case 6 -> "[]";
            case 7 -> "[".repeat(1_000) + "]".repeat(1_000);
            case 8 -> "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000);
            case 9 -> "\"" + dice.oneOf("\\u0000", "\\ud800", "a\\ud83d", "\\u202e", "\\r\\n", "\\x") + "\"";
            default -> quoted(text(dice));
        };
    }

    static String quoted(String text) {
        return dev.tenantmfa.it.actors.Json.write(text);
    }
}
