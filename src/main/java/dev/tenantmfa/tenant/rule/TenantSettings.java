package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;

/** What a realm lets tenants do; attributes of the realm. */
public final class TenantSettings {

    /** Off: who may bring organizations into a realm is the realm's to decide. */
    public static final BooleanSetting PEOPLE_CREATE_TENANTS = new BooleanSetting(
            "tenant-mfa.people-create-tenants",
            false,
            "Users may create tenants",
            "Whether every user can create a tenant and become its owner.");

    /** Off: with it on, the owner of any tenant can find out which e-mail addresses have accounts. */
    public static final BooleanSetting TENANTS_CREATE_ACCOUNTS = new BooleanSetting(
            "tenant-mfa.tenants-create-accounts",
            false,
            "Tenants may create accounts",
            "Whether owners and admins of tenants can create accounts. Otherwise, they can only invite users.");

    public static final IntSetting TENANTS_PER_PERSON = new IntSetting(
            "tenant-mfa.tenants-per-person",
            20,
            1,
            10_000,
            "Tenants per user",
            "Maximum number of tenants that a user can create. Deleted tenants count until an administrator removes them.");

    public static final IntSetting INVITATIONS_PER_ADDRESS = new IntSetting(
            "tenant-mfa.invitations-per-address-per-day",
            5,
            1,
            10_000,
            "Invitation mails per address and day",
            "Maximum number of invitation and account mails per day to one address, from all tenants together.");

    public static final IntSetting MAILS_PER_HOUR = new IntSetting(
            "tenant-mfa.tenant-mails-per-hour",
            20,
            0,
            10_000,
            "Mails per hour",
            "Maximum number of mails per hour that members of a tenant can trigger.");

    public static final IntSetting MAILS_PER_DAY = new IntSetting(
            "tenant-mfa.tenant-mails-per-day",
            100,
            0,
            100_000,
            "Mails per day",
            "Maximum number of mails per day that members of a tenant can trigger.");

    private TenantSettings() {}
}
