package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.Setting;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** How strict the gate is. */
public final class GateSettings {

    /** Attribute of the realm, and of a client. */
    public static final String KEY = "tenant-mfa.gate";

    /** Value of the realm's attribute for all checks. */
    public static final String STRICT = "strict";

    private static final String POLICY = "policy";
    private static final String ON = "on";
    private static final String OFF = "off";

    /** Realm attribute; an invalid value counts as {@code strict}. */
    static final ChoiceSetting MODE =
            Setting.key(KEY).oneOf(POLICY, STRICT).or(POLICY).otherwise(STRICT);

    /** Client attribute of the same name; an invalid value counts as {@code on}. */
    static final ChoiceSetting CLIENT = Setting.key(KEY).oneOf(ON, OFF).or(ON).otherwise(ON);

    private GateSettings() {}

    /** Whether the realm requires more than policies do. */
    public static boolean isStrict(RealmModel realm) {
        return STRICT.equals(MODE.in(realm));
    }

    /** Whether a value of the realm's attribute requires more than policies do. */
    public static boolean isStrict(String value) {
        return !value.isBlank() && !POLICY.equals(value.strip());
    }

    /** Whether a realm administrator switched the gate off for the client. */
    public static boolean isOff(ClientModel client) {
        return OFF.equals(CLIENT.in(client));
    }
}
