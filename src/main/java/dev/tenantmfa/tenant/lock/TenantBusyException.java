package dev.tenantmfa.tenant.lock;

/** Another request held the lock on the same tenant or name for so long that this request gave up. */
public final class TenantBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TenantBusyException(String message) {
        super(message);
    }
}
