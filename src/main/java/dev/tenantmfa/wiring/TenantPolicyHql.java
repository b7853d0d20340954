package dev.tenantmfa.wiring;

/** Conditions on policies of organizations for queries, as {@code TenantMfaPolicy} decides. Arguments are aliases in the query. */
final class TenantPolicyHql {

    static final String REQUIRED_FOR = "tenant-mfa.required-for";

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

    static String leads(String user, String organization) {
        return inGroup(user, organization, "in ('OWNER', 'ADMIN')");
    }

    /** A declared value counts before a kept one, and any unknown value counts as ALL. */
    private static String requiredFor(String organization, String condition) {
        String declared = "exists (select pd.id from GroupAttributeEntity pd where pd.group.id = " + organization
                + ".groupId and pd.name = '" + REQUIRED_FOR + "'";
        return "(" + declared + " and pd.value " + condition + ") or not " + declared
                + ") and exists (select pk.id from GroupAttributeEntity pk" + keepers("pk") + " where pk.name = '"
                + REQUIRED_FOR
                + "' and pk.value " + condition + " and " + isKept("pk", organization) + "))";
    }

    /** Whether the policy of the organization requires a second factor of the user. */
    static String requiresFactorOf(String user, String organization) {
        return "(" + requiredFor(organization, "not in ('NONE', 'OWNERS_AND_ADMINS')") + " or "
                + requiredFor(organization, "= 'OWNERS_AND_ADMINS'") + " and " + leads(user, organization) + ")";
    }

    /** Whether the user may enter the organization, and another one of theirs requires a second factor that it does not. */
    static String mayChooseLaxer(String user, String organization) {
        return organization + ".enabled = true and not " + isSuspended(user, organization) + " and not "
                + requiresFactorOf(user, organization)
                + " and exists (select so.id from OrganizationEntity so, UserGroupMembershipEntity sm where sm.user = "
                + user + " and sm.groupId = so.groupId and so.enabled = true and " + requiresFactorOf(user, "so")
                + ")";
    }
}
