package dev.tenantmfa.notice;

/** What a person is told of by mail. The id is part of the message keys and of the mail's attributes. */
enum Notice {
    SET_UP("set-up"),
    REMOVED("removed"),
    BACKUP_CODE_USED("backup-code-used"),
    RENEWED("renewed");

    private final String id;

    Notice(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
