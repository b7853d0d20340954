package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;

/** What a realm allows tenants to do, in attributes of the realm. */
public final class TenantSettings {

    /** Off by default: the realm decides who may create organizations. */
    public static final BooleanSetting PEOPLE_CREATE_TENANTS =
            Setting.key("tenant-mfa.people-create-tenants").or(false);

    /** Off by default: if on, the owner of any tenant can find out which e-mail addresses have accounts. */
    public static final BooleanSetting TENANTS_CREATE_ACCOUNTS =
            Setting.key("tenant-mfa.tenants-create-accounts").or(false);

    public static final IntSetting TENANTS_PER_PERSON =
            Setting.key("tenant-mfa.tenants-per-person").range(1, 10_000).or(20);

    public static final IntSetting INVITATIONS_PER_ADDRESS = Setting.key("tenant-mfa.invitations-per-address-per-day")
            .range(1, 10_000)
            .or(5);

    public static final IntSetting MAILS_PER_HOUR =
            Setting.key("tenant-mfa.tenant-mails-per-hour").range(0, 10_000).or(20);

    public static final IntSetting MAILS_PER_DAY =
            Setting.key("tenant-mfa.tenant-mails-per-day").range(0, 100_000).or(100);

    /** Whether members and owners are reminded by mail of what a policy will require. */
    public static final BooleanSetting REMINDER_MAILS =
            Setting.key("tenant-mfa.reminder-mails").or(true);

    /** Reminders of each tenant; those above wait for the next hour. */
    public static final IntSetting REMINDERS_PER_HOUR =
            Setting.key("tenant-mfa.reminder-mails-per-hour").range(1, 100_000).or(1_000);

    private TenantSettings() {}
}
