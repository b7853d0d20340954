package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.setting.ChoiceSetting;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** How strict the gate is. */
public final class GateSettings {

    private static final String POLICY = "policy";
    private static final String STRICT = "strict";
    private static final String ON = "on";
    private static final String OFF = "off";

    /** Realm attribute; a value that makes no sense counts as {@code strict}. */
    static final ChoiceSetting MODE = new ChoiceSetting(
            "tenant-mfa.gate",
            POLICY,
            STRICT,
            List.of(POLICY, STRICT),
            "Gate",
            "policy: refuses tokens if the session does not meet the MFA policy of the tenant. strict: also refuses tokens to "
                    + "users who have a second factor and did not use it, and to logins without a step of this extension.");

    /** Client attribute of the same name; a value that makes no sense counts as {@code on}. */
    static final ChoiceSetting CLIENT = new ChoiceSetting(
            "tenant-mfa.gate", ON, ON, List.of(ON, OFF), "Gate", "off: tokens of this client are never refused.");

    private GateSettings() {}

    /** Whether the realm asks more than policies do. */
    public static boolean isStrict(RealmModel realm) {
        return STRICT.equals(MODE.in(realm));
    }

    /** Whether a realm administrator switched the gate off for the client. */
    public static boolean isOff(ClientModel client) {
        return OFF.equals(CLIENT.in(client));
    }
}
