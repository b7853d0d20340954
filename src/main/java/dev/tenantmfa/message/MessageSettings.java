package dev.tenantmfa.message;

import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;

/** What an admin may set on message codes: realm attributes. */
public final class MessageSettings {

    /** Digits, 6 to 8, default 6 (NIST SP 800-63B-4, 3.1.3.2: at least 6). */
    public static final IntSetting CODE_DIGITS =
            Setting.key("tenant-mfa.message-code-digits").range(6, 8).or(6);

    /** Seconds, 60 to 600, default 300 (NIST SP 800-63B-4, 3.1.3.2: at most 10 minutes). */
    public static final IntSetting CODE_SECONDS =
            Setting.key("tenant-mfa.message-code-seconds").range(60, 600).or(300);

    /** Seconds, 5 to 300, default 30. */
    public static final IntSetting PAUSE_SECONDS =
            Setting.key("tenant-mfa.message-pause-seconds").range(5, 300).or(30);

    /** Messages, 1 to 20, default 3. */
    public static final IntSetting PER_TEN_MINUTES =
            Setting.key("tenant-mfa.messages-per-10-minutes").range(1, 20).or(3);

    /** Messages, 1 to 100, default 10; for each person and for each number or address. */
    public static final IntSetting PER_DAY =
            Setting.key("tenant-mfa.messages-per-day").range(1, 100).or(10);

    /** Messages, 1 to 10000, default 1000. */
    public static final IntSetting PER_HOUR_IN_REALM =
            Setting.key("tenant-mfa.messages-per-hour").range(1, 10_000).or(1000);

    /** Off by default: an e-mail account proves no possession of a device (NIST SP 800-63B-4, 3.1.3.1). */
    public static final BooleanSetting EMAIL_CODES =
            Setting.key("tenant-mfa.email-codes").or(false);

    private MessageSettings() {}
}
