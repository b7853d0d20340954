package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.platform.store.FreshCredentials;
import dev.tenantmfa.setup.DeviceName;
import dev.tenantmfa.setup.Enrolment;
import dev.tenantmfa.setup.PendingSetup;
import dev.tenantmfa.setup.SignOutElsewhere;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/**
 * The two pages that set up an authenticator app and, for users without backup codes, new ones: first the app with its
 * first code, then the codes. Nothing is stored before the last page, so that no user ends up with an app but without
 * codes. The server stores which page is next; the posted form cannot choose it.
 */
final class SetupConversation {

    private static final String CODE = "code";
    private static final String DEVICE_NAME = "deviceName";
    private static final String SAVED = "saved";
    private static final String STAGE = "stage";
    private static final String STAGE_CODES = "codes";

    private final SetupHost host;

    SetupConversation(SetupHost host) {
        this.host = host;
    }

    /** Shows the next page of the setup. Starts a setup if none is pending. */
    void show() {
        show("", null);
    }

    /** Processes the posted form: shows a page, or finishes. */
    void answer() {
        Optional<PendingSetup> pending = pending();
        if (pending.isEmpty()) {
            show("", new FormMessage(CODE, "tmfa-setup-expired"));
        } else if (pending.get().provenStep() == null) {
            proveApp(pending.get());
        } else {
            confirmSaved(pending.get());
        }
    }

    private void proveApp(PendingSetup pending) {
        String deviceName = DeviceName.normalize(host.input().getFirst(DEVICE_NAME));
        FormMessage error = deviceNameError(deviceName);
        if (error != null) {
            show(deviceName, error);
            return;
        }
        Optional<CodeInput> code = CodeInput.of(host.input().getFirst(CODE));
        if (code.isEmpty()) {
            show(deviceName, new FormMessage(CODE, "tmfa-code-missing"));
            return;
        }
        OptionalLong step = pending.stepOf(code.get(), host.realm(), KeycloakClock.now());
        if (step.isEmpty()) {
            reportWrongCode();
            show(deviceName, new FormMessage(CODE, "tmfa-code-wrong"));
            return;
        }
        proven(pending, step.getAsLong(), deviceName);
    }

    private void proven(PendingSetup pending, long step, String deviceName) {
        boolean keepsCodes = host.keepsBackupCodes()
                && BackupCodeCredential.of(host.user())
                        .map(set -> set.remaining() > 0)
                        .orElse(false);
        PendingSetup proven = pending.proven(
                step, deviceName.isEmpty() ? null : deviceName, keepsCodes ? null : SetupSettings.draft(host.realm()));
        if (keepsCodes) {
            finish(proven);
        } else {
            proven.save(host.session(), host.login(), host.user());
            show();
        }
    }

    private void reportWrongCode() {
        FactorEvents.describe(
                host.session(), host.event(), new Verification.Rejected(SecondFactor.Reason.WRONG, Method.TOTP));
        host.event().clone().error(Errors.INVALID_USER_CREDENTIALS);
    }

    private void confirmSaved(PendingSetup pending) {
        if (!STAGE_CODES.equals(host.input().getFirst(STAGE))) {
            // The first page was posted again from the browser's history. Its code has already been accepted.
            show();
        } else if (!host.input().containsKey(SAVED)) {
            show("", new FormMessage(SAVED, "tmfa-saved-missing"));
        } else {
            finish(pending);
        }
    }

    private void finish(PendingSetup pending) {
        FormMessage error = deviceNameError(pending.deviceName() == null ? "" : pending.deviceName());
        if (error != null) {
            // Another tab used the name meanwhile: back to the first page, with a new secret.
            PendingSetup.forget(host.login());
            show("", error);
            return;
        }
        boolean signsOut = host.offersSignOut() && host.input().containsKey(SignOutElsewhere.FIELD);
        Optional<String> app = Enrolment.store(host.session(), host.realm(), host.user(), pending);
        if (app.isEmpty() && !isStored()) {
            // Another request of this setup is still running or has failed, so nothing is proven.
            show();
            return;
        }
        // The first code proves the factor.
        SessionEvidence.add(host.login(), Method.TOTP, KeycloakClock.now());
        app.ifPresent(id -> {
            FactorEvents.describe(host.session(), host.event(), new Verification.Accepted(FactorKind.TOTP, id));
            host.event().detail(Details.CREDENTIAL_ID, id);
            if (signsOut) {
                SignOutElsewhere.after(host.session(), host.login(), host.user());
            }
        });
        PendingSetup.forget(host.login());
        host.finish(app);
    }

    private boolean isStored() {
        return !FreshCredentials.ofType(host.session(), host.realm(), host.user(), TotpCredential.TYPE)
                .isEmpty();
    }

    private @Nullable FormMessage deviceNameError(String name) {
        if (name.isEmpty()) {
            return isDeviceNameRequired() ? new FormMessage(DEVICE_NAME, "tmfa-device-name-missing") : null;
        }
        if (!DeviceName.isAllowed(name)) {
            return new FormMessage(DEVICE_NAME, "tmfa-device-name-invalid");
        }
        return TotpCredential.hasLabel(host.user(), name)
                ? new FormMessage(DEVICE_NAME, "tmfa-device-name-taken")
                : null;
    }

    private boolean isDeviceNameRequired() {
        return host.user()
                .credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .findAny()
                .isPresent();
    }

    private Optional<PendingSetup> pending() {
        return PendingSetup.load(host.session(), host.login(), host.user());
    }

    private PendingSetup begin() {
        PendingSetup begun = PendingSetup.begin(RealmOtpPolicy.parameters(host.realm()));
        begun.save(host.session(), host.login(), host.user());
        return begun;
    }

    private void show(String deviceName, @Nullable FormMessage error) {
        PendingSetup pending = pending().orElseGet(this::begin);
        LoginFormsProvider form = host.form();
        if (error != null) {
            form.addError(error);
        }
        SetupPages pages = new SetupPages(host.session(), host.realm(), host.user(), form);
        host.challenge(pending.draft()
                .map(draft -> pages.codes(draft.codes(), false, host.offersSignOut()))
                .orElseGet(() -> pages.app(pending, deviceName, isDeviceNameRequired(), host.deadline())));
    }
}
