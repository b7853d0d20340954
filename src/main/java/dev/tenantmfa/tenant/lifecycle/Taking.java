package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.tenant.Tenant;

/** Result of requesting a name or an address for a tenant. */
public sealed interface Taking {

    /** The tenant now has it. */
    record Taken(Tenant tenant) implements Taking {}

    /** Another tenant has the name, or one that looks the same. */
    record NameInUse() implements Taking {}

    /** Another tenant has the e-mail address. */
    record EmailInUse() implements Taking {}

    /** The user has created as many tenants as the realm allows. */
    record TooMany(int most) implements Taking {}
}
