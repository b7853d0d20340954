package dev.tenantmfa.tenant.lock;

/** Another request changed the same tenant, or took the same name, for so long that this one gave up. */
public final class TenantBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TenantBusyException(String message) {
        super(message);
    }
}
