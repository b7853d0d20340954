package dev.tenantmfa.factor;

/** What a person proves to have. The id stands in events and REST answers. */
public enum FactorKind {
    TOTP("totp"),
    BACKUP_CODE("backup-code"),
    MESSAGE_CODE("message-code");

    private final String id;

    FactorKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
