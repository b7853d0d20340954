package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page on which a second factor is shown. One page may take several methods. */
enum Way {
    CODE("code", Set.of(Method.TOTP, Method.BACKUP_CODE, Method.ACCESS_PASS)),
    KEY("key", Set.of(Method.SECURITY_KEY)),
    PASSKEY("passkey", Set.of(Method.PASSKEY)),
    MESSAGE("message", Set.of(Method.SMS, Method.EMAIL));

    private final String id;
    private final Set<Method> methods;

    Way(String id, Set<Method> methods) {
        this.id = id;
        this.methods = methods;
    }

    String id() {
        return id;
    }

    Set<Method> methods() {
        return methods;
    }

    static Optional<Way> of(@Nullable String id) {
        return Stream.of(values()).filter(way -> way.id.equals(id)).findFirst();
    }

    /** The ways in which one of the methods can be shown, the usual one first. */
    static List<Way> to(Set<Method> methods) {
        return Stream.of(values())
                .filter(way -> way.methods.stream().anyMatch(methods::contains))
                .toList();
    }

    /** Whether one of the methods has codes of the user's own: an app or backup codes. */
    static boolean takesOwnCodes(Set<Method> methods) {
        return methods.contains(Method.TOTP) || methods.contains(Method.BACKUP_CODE);
    }

    /** As the pages show them to a user who has these methods. */
    static List<Map<String, String>> shown(List<Way> ways, Set<Method> methods) {
        return ways.stream()
                .map(way -> Map.of("id", way.id, "label", "tmfa-way-" + way.labelFor(methods)))
                .collect(Collectors.toList());
    }

    private String labelFor(Set<Method> methods) {
        if (this != CODE || !methods.contains(Method.ACCESS_PASS)) {
            return id;
        }
        return takesOwnCodes(methods) ? "code-or-access-pass" : "access-pass";
    }
}
