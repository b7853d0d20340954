package dev.tenantmfa.tenant.session;

import java.util.List;
import java.util.stream.Stream;

/** The tenants that a client names in a scope: {@code organization:<alias>}. */
public final class RequestedTenants {

    private static final String PREFIX = "organization:";
    private static final String ALL = "*";

    private RequestedTenants() {}

    /** The aliases in the scopes, without duplicates. */
    public static List<String> in(String scopes) {
        return Stream.of(scopes.split(" "))
                .filter(scope -> scope.startsWith(PREFIX))
                .map(scope -> scope.substring(PREFIX.length()))
                .filter(alias -> !alias.isEmpty() && !alias.equals(ALL))
                .distinct()
                .toList();
    }
}
