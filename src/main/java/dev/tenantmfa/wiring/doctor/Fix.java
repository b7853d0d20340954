package dev.tenantmfa.wiring.doctor;

/** Commands that repair something. They are complete, and can be pasted after {@code kcadm.sh config credentials}. */
final class Fix {

    private Fix() {}

    /** @param option as JSON; empty for none */
    static String install(String realm, String option) {
        return "kcadm.sh create mfa/install -r " + quoted(realm) + " -o -b '{\"dry_run\":false"
                + (option.isEmpty() ? "" : "," + option) + "}'";
    }

    static String realm(String realm, String setting) {
        return "kcadm.sh update realms/" + quoted(realm) + " -s " + setting;
    }

    static String action(String realm, String id, boolean enabled) {
        return "kcadm.sh update authentication/required-actions/" + id + " -r " + quoted(realm) + " -s enabled="
                + enabled;
    }

    static String register(String realm, String id, String name) {
        return "kcadm.sh create authentication/register-required-action -r " + quoted(realm) + " -s providerId=" + id
                + " -s name='" + name + "'";
    }

    static String events(String realm) {
        return "kcadm.sh update events/config -r " + quoted(realm) + " -s eventsEnabled=true";
    }

    /** For a shell: names of realms and clients are chosen by administrators. */
    static String quoted(String name) {
        return name.matches("[\\w.@:/-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
