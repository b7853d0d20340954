package dev.tenantmfa.notice;

/** What a person is told of by mail. The id is part of the message keys and of the mail's attributes. */
enum Notice {
    SET_UP("set-up"),
    /** The last second factor, and with an app its backup codes. */
    REMOVED("removed"),
    /** The last app and its backup codes; a factor of another kind is left. */
    LAST_APP_REMOVED("last-app-removed"),
    /** One app; another one is left. */
    APP_REMOVED("app-removed"),
    RESET("reset"),
    /** Backup codes and phones, by an administrator; the app is left. */
    OTHERS_REMOVED("others-removed"),
    BACKUP_CODE_USED("backup-code-used"),
    RENEWED("renewed"),
    PHONE_SET_UP("phone-set-up"),
    PHONE_REMOVED("phone-removed"),
    /** Several wrong codes in a row after a first factor. */
    WRONG_CODES("wrong-codes"),
    /** No code is looked at for a while. */
    BLOCKED("blocked"),
    /** No code is looked at until a reset. */
    SWITCHED_OFF("switched-off");

    private final String id;

    Notice(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
