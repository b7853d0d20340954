package dev.tenantmfa.it.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Damages requests. */
final class Mutation {
    static final String FORM = "application/x-www-form-urlencoded";

    private static final List<String> MEDIA_TYPES = List.of(
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "application/x-www-form-urlencoded; charset=utf-16",
            "application/x-www-form-urlencoded; charset=nonsense",
            "application/json; charset",
            "nonsense",
            "/",
            "application/",
            "*/*",
            "");

    private Mutation() {}

    /** A form with these fields, one or two of them damaged. */
    static String form(Dice dice, Map<String, String> fields) {
        Map<String, String> encoded = new LinkedHashMap<>();
        fields.forEach((name, value) -> encoded.put(Nasty.encode(name), Nasty.encode(value)));
        List<String> extra = new ArrayList<>();
        for (int left = 1 + dice.below(2); left > 0; left--) {
            List<String> names = new ArrayList<>(encoded.keySet());
            String name = names.isEmpty() ? "x" : dice.of(names);
            switch (dice.below(10)) {
                case 0 -> encoded.remove(name);
                case 1 -> extra.add(name + "=" + Nasty.escaped(dice));
                case 2 -> extra.add(Nasty.escaped(dice) + "=" + Nasty.escaped(dice));
                case 3 -> extra.add(dice.oneOf("&&&=&", name, name + "[]=x", "=", ";", name + "=x;y=z"));
                default -> encoded.put(name, Nasty.escaped(dice));
            }
        }
        List<String> pairs = new ArrayList<>();
        encoded.forEach((name, value) -> pairs.add(name + "=" + value));
        pairs.addAll(extra);
        return String.join("&", pairs);
    }

    /** A query, now and then with more than it should have. */
    static String query(Dice dice, List<String> names) {
        List<String> pairs = new ArrayList<>();
        for (String name : names) {
            if (dice.chance(60)) {
                pairs.add(name + "=" + Nasty.escaped(dice));
            }
            if (dice.chance(10)) {
                pairs.add(name + "=" + Nasty.escaped(dice));
            }
        }
        if (dice.chance(15)) {
            pairs.add(Nasty.escaped(dice) + "=" + Nasty.escaped(dice));
        }
        String query = String.join("&", pairs);
        // Longer request lines are the HTTP server's to refuse, not ours.
        return query.isEmpty()
                ? ""
                : "?" + (query.length() > 3_500 ? query.substring(0, 3_500).replaceAll("%.?$", "") : query);
    }

    /** Headers beside those that a call needs. */
    static List<Attack.Header> headers(Dice dice) {
        List<Attack.Header> headers = new ArrayList<>();
        if (dice.chance(15)) {
            headers.add(new Attack.Header(
                    "Accept",
                    dice.oneOf(
                            "text/html", "application/xml", "image/png", "*/*;q=nonsense", "nonsense", "", "a/b, c")));
        }
        if (dice.chance(10)) {
            headers.add(new Attack.Header(
                    "Origin", dice.oneOf("https://evil.example", "null", "http://localhost:3000", "nonsense", "")));
        }
        if (dice.chance(10)) {
            headers.add(new Attack.Header(
                    "Accept-Language", dice.oneOf("de", "xx-YY", "*", "en;q=9", "../de", "${x}", "a".repeat(500))));
        }
        if (dice.chance(8)) {
            headers.add(new Attack.Header(
                    dice.oneOf("DPoP", "User-Agent", "Referer", "X-Forwarded-For", "X-HTTP-Method-Override", "Cookie"),
                    Nasty.headerValue(dice)));
        }
        if (dice.chance(3)) {
            headers.add(new Attack.Header("Expect", "nonsense"));
        }
        return headers;
    }

    static String mediaType(Dice dice) {
        return dice.of(MEDIA_TYPES);
    }

    /** The path with something that another server might read as another path. */
    static String path(Dice dice, String path) {
        int slash = path.indexOf('/', 1 + dice.below(Math.max(1, path.length() - 1)));
        int at = slash < 0 ? path.length() : slash;
        String head = path.substring(0, at);
        String tail = path.substring(at);
        return switch (dice.below(12)) {
            case 0 -> head + "/." + tail;
            case 1 -> head + "/x/.." + tail;
            case 2 -> head + "/..;" + tail;
            case 3 -> head + ";a=b" + tail;
            case 4 -> head + "/" + tail;
            case 5 -> head + "%2f" + tail.replaceFirst("^/", "");
            case 6 -> head + "%00" + tail;
            case 7 -> path + "/";
            case 8 -> path + "/%2e%2e/%2e%2e";
            case 9 -> head + "/" + Nasty.escaped(dice) + tail;
            case 10 -> path.toUpperCase();
            default -> path + dice.oneOf(".json", "%20", "%0a", "\\", "/..%2f..", "%zz", "#x", "?", "/*");
        };
    }

    /** Encodings that a JSON reader may guess, or fall over. */
    static byte[] bytes(Dice dice, String body) {
        return switch (dice.below(12)) {
            case 0 -> body.getBytes(StandardCharsets.UTF_16);
            case 1 -> body.getBytes(java.nio.charset.Charset.forName("UTF-32BE"));
            case 2 -> odd(body);
            case 3 -> ("\ufeff" + body).getBytes(StandardCharsets.UTF_8);
            case 4 -> body.replace("\"", "\"\u00e9\u0000").getBytes(StandardCharsets.ISO_8859_1);
            default -> body.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Characters of four bytes in an order that nobody uses. */
    private static byte[] odd(String body) {
        byte[] bytes = new byte[body.length() * 4];
        for (int i = 0; i < body.length(); i++) {
            bytes[4 * i + 1] = (byte) body.charAt(i);
        }
        return bytes;
    }
}
