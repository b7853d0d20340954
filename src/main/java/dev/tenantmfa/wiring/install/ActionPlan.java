package dev.tenantmfa.wiring.install;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.install.ActionChange.ActionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/** Plans the required actions: this extension's on, Keycloak's off, and who waits for which. */
record ActionPlan(RealmModel realm, InstallOptions options, UserCounts users) {

    static final String BUILT_IN_SETUP = UserModel.RequiredAction.CONFIGURE_TOTP.name();

    /** Between verification of the address and a new password, as in the demo realm. */
    private static final int SETUP_PRIORITY = 52;

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        ActionState builtIn = state(BUILT_IN_SETUP);
        boolean newUsersSetUp = options.replacePending() && builtIn != null && builtIn.enabled() && builtIn.isDefault();
        on(
                changes,
                TotpCredential.SETUP_ACTION,
                "Set up authenticator app and backup codes",
                SETUP_PRIORITY,
                newUsersSetUp);
        on(changes, BackupCodeCredential.SETUP_ACTION, "New backup codes", SETUP_PRIORITY + 1, false);
        if (options.messageCodes()) {
            on(changes, PhoneCredential.SETUP_ACTION, "Set up phone for message codes", SETUP_PRIORITY + 1, false);
        }
        if (options.webauthn()) {
            on(changes, "webauthn-register", "Webauthn Register", 80, false);
            on(changes, "webauthn-register-passwordless", "Webauthn Register Passwordless", 90, false);
        }
        if (options.disableBuiltInActions()) {
            set(changes, BUILT_IN_SETUP, new ActionState(false, false));
            set(changes, UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name(), new ActionState(false, false));
        } else if (newUsersSetUp) {
            set(changes, BUILT_IN_SETUP, new ActionState(true, false));
        }
        long pending =
                options.replacePending() ? users.waitingFor(BUILT_IN_SETUP).count() : 0;
        if (pending > 0) {
            changes.add(new ActionChange.Pending(BUILT_IN_SETUP, TotpCredential.SETUP_ACTION, pending));
        }
        return changes;
    }

    private @Nullable ActionState state(String id) {
        RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(id);
        return model == null ? null : ActionState.of(model);
    }

    private void on(List<Change> changes, String id, String name, int priority, boolean byDefault) {
        ActionState now = state(id);
        ActionState wanted = new ActionState(true, byDefault || (now != null && now.isDefault()));
        if (!wanted.equals(now)) {
            changes.add(new ActionChange.Action(id, name, priority, wanted, now));
        }
    }

    private void set(List<Change> changes, String id, ActionState wanted) {
        ActionState now = state(id);
        if (now != null && now.enabled()) {
            changes.add(new ActionChange.Action(id, id, 0, wanted, now));
        }
    }
}
