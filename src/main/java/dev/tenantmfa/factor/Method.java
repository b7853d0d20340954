package dev.tenantmfa.factor;

import java.util.Optional;
import java.util.stream.Stream;

/** A way to show a second factor. The id is used in policies, evidence, events and REST answers. */
public enum Method {
    TOTP("totp"),
    BACKUP_CODE("backup-code"),
    SMS("sms"),
    EMAIL("email"),
    /** A WebAuthn credential after a first factor. */
    SECURITY_KEY("security-key"),
    /** A WebAuthn login with user verification. It needs no password and counts as two factors. */
    PASSKEY("passkey"),
    /** A second factor that another party checked and vouches for. */
    UPSTREAM("upstream"),
    ACCESS_PASS("access-pass");

    private final String id;

    Method(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Whether it resists phishing: what is shown to one site has no value for another one. */
    public boolean resistsPhishing() {
        return this == SECURITY_KEY || this == PASSKEY;
    }

    /** @return empty if no method has the id */
    public static Optional<Method> of(String id) {
        return Stream.of(values()).filter(method -> method.id.equals(id)).findFirst();
    }
}
