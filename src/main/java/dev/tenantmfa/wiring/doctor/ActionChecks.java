package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.List;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/** What is wrong with the required actions of a realm. */
final class ActionChecks {

    private static final String BUILT_IN_SETUP = UserModel.RequiredAction.CONFIGURE_TOTP.name();
    private static final String BUILT_IN_CODES = UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name();

    private final RealmModel realm;
    private final UserCounts users;
    private final boolean wired;
    private final Findings findings;

    ActionChecks(RealmModel realm, UserCounts users, boolean wired, boolean named) {
        this.realm = realm;
        this.users = users;
        this.wired = wired;
        this.findings = new Findings(named);
    }

    List<Finding> findings() {
        action(TotpCredential.SETUP_ACTION, "Set up authenticator app and backup codes");
        action(BackupCodeCredential.SETUP_ACTION, "New backup codes");
        if (wired) {
            for (String builtIn : List.of(BUILT_IN_SETUP, BUILT_IN_CODES)) {
                if (isEnabled(builtIn)) {
                    findings.add(
                            "built-in-action",
                            Severity.WARNING,
                            "required action " + builtIn,
                            "Users see two ways to set up a second factor.",
                            Fix.action(realm.getName(), builtIn, false));
                }
            }
        }
        pending(BUILT_IN_SETUP);
        pending(BUILT_IN_CODES);
        return findings.all();
    }

    private void pending(String builtIn) {
        if (!isEnabled(builtIn)) {
            findings.add(
                    Finding.of(
                            "pending-built-in-setup",
                            Severity.ERROR,
                            "required action " + builtIn,
                            "Users wait for a setup that is switched off: Keycloak lets them into the browser without it,"
                                    + " and refuses their password grants.",
                            Fix.install(realm.getName(), "")),
                    users.waitingFor(builtIn));
        }
    }

    private void action(String id, String name) {
        if (realm.getRequiredActionProviderByAlias(id) == null) {
            findings.add(
                    "action-not-registered",
                    Severity.ERROR,
                    "required action " + id,
                    "Users who must set up a second factor cannot log in.",
                    Fix.register(realm.getName(), id, name));
        } else if (!isEnabled(id)) {
            findings.add(
                    "action-disabled",
                    Severity.ERROR,
                    "required action " + id,
                    "Users who must set up a second factor cannot log in.",
                    Fix.action(realm.getName(), id, true));
        }
    }

    private boolean isEnabled(String id) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(id);
        return action != null && action.isEnabled();
    }
}
