package dev.tenantmfa.factor;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind of a code that proves a second factor. The id is used on pages; events and REST answers have
 * that of the {@link Method}. */
public enum FactorKind {
    TOTP("totp", Method.TOTP),
    BACKUP_CODE("backup-code", Method.BACKUP_CODE),
    MESSAGE_CODE("message-code", Method.SMS),
    ACCESS_PASS("access-pass", Method.ACCESS_PASS);

    /**
     * Kinds that a user reads off an app or a list; the server tells them apart by their shape. Without the access pass,
     * which is only for logins.
     */
    static final Set<FactorKind> TYPED = Set.of(TOTP, BACKUP_CODE);

    private final String id;
    private final Method usually;

    FactorKind(String id, Method usually) {
        this.id = id;
        this.usually = usually;
    }

    /** The method that a code of this kind shows, unless the factor names another one. */
    Method usually() {
        return usually;
    }

    /** The kinds of typed codes that show one of the methods, an access pass included. */
    public static Set<FactorKind> typed(Set<Method> methods) {
        return Stream.concat(TYPED.stream(), Stream.of(ACCESS_PASS))
                .filter(kind -> methods.contains(kind.usually))
                .collect(Collectors.toSet());
    }

    public String id() {
        return id;
    }
}
