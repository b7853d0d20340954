package dev.tenantmfa.wiring;

import java.util.function.UnaryOperator;

/** Conditions on policies of organizations for queries, as {@code TenantMfaPolicy} decides. Arguments are aliases in the query. */
final class TenantPolicyHql {

    static final String REQUIRED_FOR = "tenant-mfa.required-for";

    private static final String WIDENED = "tenant-mfa.policy-widened-at";

    private TenantPolicyHql() {}

    /**
     * The groups through which an organization keeps an attribute, for the {@code from} of the query that has {@link #isKept} in
     * its {@code where}. Joined rather than nested, and with the realm, so that a database begins at one end of them and finds
     * the rest by its indexes, instead of comparing all organizations with all attributes.
     */
    static String keepers(String attribute) {
        return ", GroupEntity " + attribute + "Kept, GroupEntity " + attribute + "Members";
    }

    /** Whether the organization keeps the attribute, so that a tool that replaces attributes does not remove it. */
    static String isKept(String attribute, String organization) {
        String kept = attribute + "Kept";
        String members = attribute + "Members";
        return "(" + attribute + ".group = " + kept + " and " + named(kept, "TENANT_MFA", organization) + " and " + kept
                + ".parentId = " + members + ".id and " + named(members, "MEMBER", organization) + " and " + members
                + ".parentId = " + organization + ".groupId)";
    }

    private static String named(String group, String name, String organization) {
        return group + ".name = '" + name + "' and " + group + ".realm = " + organization + ".realmId";
    }

    static String isSuspended(String user, String organization) {
        return inGroup(user, organization, "= 'DEACTIVATED'");
    }

    private static String inGroup(String user, String organization, String name) {
        return "exists (select gm.groupId from UserGroupMembershipEntity gm, GroupEntity gg where gm.user = " + user
                + " and gm.groupId = gg.id and gg.parentId = " + organization + ".groupId and gg.name " + name + ")";
    }

    /** Whether the user certainly used the account: an unverified one that a tenant created may still be unused. */
    static String isFinished(String user, String organization) {
        return "(" + user + ".emailVerified = true or not " + inGroup(user, organization, "= 'PROVISIONED'") + ")";
    }

    static String leads(String user, String organization) {
        return inGroup(user, organization, "in ('OWNER', 'ADMIN')");
    }

    /** Whether the attribute is one of several with the same name. */
    static String isOneOfSeveral(String attribute) {
        return "exists (select sv.id from GroupAttributeEntity sv where sv.group = " + attribute
                + ".group and sv.name = " + attribute + ".name and sv.id <> " + attribute + ".id)";
    }

    /** A declared value counts before a kept one. */
    private static String requiredFor(String organization, UnaryOperator<String> condition) {
        String declared = "exists (select pd.id from GroupAttributeEntity pd where pd.group.id = " + organization
                + ".groupId and pd.name = '" + REQUIRED_FOR + "'";
        return "(" + declared + " and " + condition.apply("pd") + ") or not " + declared
                + ") and exists (select pk.id from GroupAttributeEntity pk" + keepers("pk") + " where pk.name = '"
                + REQUIRED_FOR
                + "' and " + condition.apply("pk") + " and " + isKept("pk", organization) + "))";
    }

    /** Any unknown value counts as ALL, and so do several values. */
    private static String isAll(String attribute) {
        return "(trim(" + attribute + ".value) not in ('NONE', 'OWNERS_AND_ADMINS') or " + isOneOfSeveral(attribute)
                + ")";
    }

    private static String isLeaders(String attribute) {
        return "trim(" + attribute + ".value) = 'OWNERS_AND_ADMINS'";
    }

    /** Whether the policy of the organization requires a second factor of the user. */
    static String requiresFactorOf(String user, String organization) {
        return "(" + requiredFor(organization, TenantPolicyHql::isAll) + " or "
                + requiredFor(organization, TenantPolicyHql::isLeaders) + " and " + leads(user, organization) + ")";
    }

    /** Whether the user may enter the organization, and another one of theirs requires a second factor that it does not. */
    static String mayChooseLaxer(String user, String organization) {
        return organization + ".enabled = true and not " + isSuspended(user, organization) + " and not "
                + requiresFactorOf(user, organization)
                + " and exists (select so.id from OrganizationEntity so, UserGroupMembershipEntity sm where sm.user = "
                + user + " and sm.groupId = so.groupId and so.enabled = true and " + requiresFactorOf(user, "so")
                + ")";
    }

    /**
     * Whether the user {@code u} has a session that began before the policy of one of their organizations. Times of policies are
     * milliseconds as text, of thirteen digits until 2286.
     *
     * @param alive whether the session {@code e} is alive and the user's
     */
    static String olderSessions(String alive) {
        String leads = leads("u", "o");
        return "exists (select e.userSessionId from PersistentUserSessionEntity e, UserGroupMembershipEntity m,"
                + " OrganizationEntity o, GroupAttributeEntity k" + keepers("k")
                + " where " + alive
                + " and m.user = u and m.groupId = o.groupId and o.enabled = true and " + requiresFactorOf("u", "o")
                + " and k.value > concat(cast(e.createdOn as string), '000') and " + isKept("k", "o")
                + " and (k.name = 'tenant-mfa.policy-changed-at' and (" + leads
                + " or not exists (select w.id from GroupAttributeEntity w where w.group = k.group and w.name = '"
                + WIDENED + "')) or k.name = '" + WIDENED + "' and not " + leads + "))";
    }
}
