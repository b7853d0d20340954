package dev.tenantmfa.it.mfa;

import java.util.List;

/** Every call of the REST API for a user's own second factor. */
final class MfaApiCalls {
    static final List<String[]> CALLS = List.of(
            new String[] {"GET", "status"},
            new String[] {"POST", "setup"},
            new String[] {"GET", "qr-code"},
            new String[] {"POST", "enable"},
            new String[] {"POST", "disable"},
            new String[] {"POST", "backup-codes/regenerate"},
            new String[] {"POST", "verify"},
            new String[] {"GET", "attempts"},
            new String[] {"GET", "devices"},
            new String[] {"DELETE", "devices"},
            new String[] {"DELETE", "devices/0f0e9a1c-0000-4000-8000-000000000000"});

    private MfaApiCalls() {}
}
