package dev.tenantmfa.it.tenant;

import java.util.function.Function;

/**
 * A call and what it answers to OWNER, ADMIN and MEMBER of the tenant.
 *
 * @param path after {@code /tenants}; {@code {member}}, {@code {owner}} and {@code {invitation}} are ids
 * @param changes whether a successful call must not be followed by others on the same tenant
 */
record RoleRow(
        String method,
        String path,
        Function<RoleScene, Object> body,
        int owner,
        int admin,
        int member,
        boolean changes) {
    String operation() {
        return method + " /realms/{realm}/tenants" + path.replaceAll("\\{(member|owner|invitation)}", "{id}");
    }

    boolean aboutSomebody() {
        return path.contains("{");
    }
}
