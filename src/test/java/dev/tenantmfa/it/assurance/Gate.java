package dev.tenantmfa.it.assurance;

import java.util.Locale;

/** The realm attribute {@code tenant-mfa.gate}. */
enum Gate {
    POLICY,
    STRICT;

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
