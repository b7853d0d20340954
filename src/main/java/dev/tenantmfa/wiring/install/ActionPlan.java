package dev.tenantmfa.wiring.install;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.install.ActionChange.ActionState;
import dev.tenantmfa.wiring.install.Plan.Left;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Plans the required actions: this extension's on, Keycloak's off, and who waits for which. */
record ActionPlan(RealmModel realm, InstallOptions options, UserCounts users) {

    static final String BUILT_IN_SETUP = UserModel.RequiredAction.CONFIGURE_TOTP.name();

    private static final String BUILT_IN_CODES = UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name();

    private static final List<String> BUILT_IN = List.of(BUILT_IN_SETUP, BUILT_IN_CODES);

    private static final Set<String> SECOND_FACTORS = Set.of(
            TotpCredential.TYPE,
            PhoneCredential.TYPE,
            OTPCredentialModel.TYPE,
            RecoveryAuthnCodesCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    /** Between verification of the address and a new password, as in the demo realm. */
    private static final int SETUP_PRIORITY = 52;

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        boolean newUsersSetUp = options.replacePending()
                && (isForNewUsers(BUILT_IN_SETUP)
                        || (options.disableBuiltInActions() && isForNewUsers(BUILT_IN_CODES)));
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
            BUILT_IN.stream()
                    .filter(id -> !mustStayEnabled(id))
                    .forEach(id -> set(changes, id, new ActionState(false, false)));
        } else if (newUsersSetUp) {
            set(changes, BUILT_IN_SETUP, new ActionState(true, false));
        }
        if (options.replacePending()) {
            ActionChange.Pending.of(users, BUILT_IN_SETUP, TotpCredential.SETUP_ACTION)
                    .ifPresent(changes::add);
        }
        if (options.replacePending() && (options.disableBuiltInActions() || !isEnabled(BUILT_IN_CODES))) {
            pendingCodes(changes);
        }
        return changes;
    }

    /** What cannot be switched off. */
    List<Left> left() {
        return BUILT_IN.stream()
                .filter(id -> options.disableBuiltInActions() && mustStayEnabled(id))
                .map(id -> new Left(
                        "required action " + id,
                        "It stays enabled, because users have to do it. Use \"pending_configure_totp\":\"replace\"."))
                .toList();
    }

    /** Keycloak would refuse the password grants of users who wait for an action that is off, forever. */
    private boolean mustStayEnabled(String id) {
        return !options.replacePending()
                && isEnabled(id)
                && (isForNewUsers(id) || users.waitingFor(id).count() > 0);
    }

    /** The setup of an app ends with backup codes. Users who have a second factor are offered them when it is converted. */
    private void pendingCodes(List<Change> changes) {
        long all = users.waitingFor(BUILT_IN_CODES).count();
        long bare = users.waitingFor(BUILT_IN_CODES, SECOND_FACTORS).count();
        if (bare > 0) {
            changes.add(new ActionChange.Pending(BUILT_IN_CODES, TotpCredential.SETUP_ACTION, SECOND_FACTORS, bare));
        }
        if (all > bare) {
            changes.add(new ActionChange.Pending(BUILT_IN_CODES, "", Set.of(), all - bare));
        }
    }

    private boolean isEnabled(String id) {
        ActionState now = state(id);
        return now != null && now.enabled();
    }

    private boolean isForNewUsers(String id) {
        ActionState now = state(id);
        return now != null && now.enabled() && now.isDefault();
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
