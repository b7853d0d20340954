package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;

/** What a realm lets tenants do; attributes of the realm. */
public final class TenantSettings {

    /** Off: who may bring organizations into a realm is the realm's to decide. */
    public static final BooleanSetting PEOPLE_CREATE_TENANTS =
            Setting.key("tenant-mfa.people-create-tenants").or(false);

    /** Off: with it on, the owner of any tenant can find out which e-mail addresses have accounts. */
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

    private TenantSettings() {}
}
