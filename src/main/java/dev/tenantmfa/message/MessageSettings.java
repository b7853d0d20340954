package dev.tenantmfa.message;

import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;

/** What an admin may set on message codes: realm attributes. */
public final class MessageSettings {

    /** Digits, 6 to 8, default 6 (NIST SP 800-63B-4, 3.1.3.2: at least 6). */
    public static final IntSetting CODE_DIGITS = new IntSetting(
            "tenant-mfa.message-code-digits",
            6,
            6,
            8,
            "Length of a message code",
            "Number of digits of a sent code. Codes that were sent before a change are no longer valid.");

    /** Seconds, 60 to 600, default 300 (NIST SP 800-63B-4, 3.1.3.2: at most 10 minutes). */
    public static final IntSetting CODE_SECONDS = new IntSetting(
            "tenant-mfa.message-code-seconds",
            300,
            60,
            600,
            "Lifetime of a message code",
            "How long a sent code is valid, in seconds.");

    /** Seconds, 5 to 300, default 30. */
    public static final IntSetting PAUSE_SECONDS = new IntSetting(
            "tenant-mfa.message-pause-seconds",
            30,
            5,
            300,
            "Pause between messages",
            "How long a user must wait before another code is sent, in seconds.");

    /** Messages, 1 to 20, default 3. */
    public static final IntSetting PER_TEN_MINUTES = new IntSetting(
            "tenant-mfa.messages-per-10-minutes",
            3,
            1,
            20,
            "Messages in ten minutes",
            "Maximum number of codes per user within ten minutes.");

    /** Messages, 1 to 100, default 10; for each person and for each number or address. */
    public static final IntSetting PER_DAY = new IntSetting(
            "tenant-mfa.messages-per-day",
            10,
            1,
            100,
            "Messages per day",
            "Maximum number of codes per day, both per user and per phone number or email address.");

    /** Messages, 1 to 10000, default 1000. */
    public static final IntSetting PER_HOUR_IN_REALM = new IntSetting(
            "tenant-mfa.messages-per-hour",
            1000,
            1,
            10_000,
            "Messages per hour",
            "Maximum number of codes per hour for all users of the realm together.");

    /** Off by default: an e-mail account proves no possession of a device (NIST SP 800-63B-4, 3.1.3.1). */
    public static final BooleanSetting EMAIL_CODES = new BooleanSetting(
            "tenant-mfa.email-codes",
            false,
            "Codes by email",
            "Whether a verified email address is a second factor to which codes can be sent.");

    private MessageSettings() {}
}
