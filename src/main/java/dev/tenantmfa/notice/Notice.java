package dev.tenantmfa.notice;

/** What users are notified of by mail. The id is part of the message keys and of the mail's attributes. */
enum Notice {
    SET_UP("set-up"),
    /** The last second factor was removed, and with an app its backup codes. */
    REMOVED("removed"),
    /** The last app and its backup codes were removed; a factor of another kind remains. */
    LAST_APP_REMOVED("last-app-removed"),
    /** An app was removed; another one remains. */
    APP_REMOVED("app-removed"),
    RESET("reset"),
    /** An administrator removed backup codes and phones; the app remains. */
    OTHERS_REMOVED("others-removed"),
    BACKUP_CODE_USED("backup-code-used"),
    /** Someone else made an access pass for the user. */
    ACCESS_PASS_MADE("access-pass-made"),
    ACCESS_PASS_USED("access-pass-used"),
    RENEWED("renewed"),
    PHONE_SET_UP("phone-set-up"),
    PHONE_REMOVED("phone-removed"),
    /** A security key or a passkey. */
    KEY_SET_UP("key-set-up"),
    KEY_REMOVED("key-removed"),
    /** One of Keycloak's own factors other than a key was removed; another factor remains. */
    ONE_REMOVED("one-removed"),
    /** A user trusted a device. */
    DEVICE_TRUSTED("device-trusted"),
    /** Several wrong codes in a row after a correct first factor. */
    WRONG_CODES("wrong-codes"),
    /** Codes are not checked for a while. */
    BLOCKED("blocked"),
    /** Codes are not checked until a reset. */
    SWITCHED_OFF("switched-off");

    private final String id;

    Notice(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
