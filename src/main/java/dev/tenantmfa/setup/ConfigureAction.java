package dev.tenantmfa.setup;

import dev.tenantmfa.assurance.Impersonation;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.SessionEvidence;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.totp.TotpCredential;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Sets up an authenticator app and, where the person has none yet, backup codes: one action, two pages. Nothing is stored
 * before the last of them, so that nobody is left with an app but without the codes that they were to save.
 */
final class ConfigureAction implements RequiredActionProvider, CredentialRegistrator {

    static final String ID = "tmfa-configure";

    private static final String CODE = "code";
    private static final String DEVICE_NAME = "deviceName";
    private static final String SAVED = "saved";
    private static final String STAGE = "stage";
    private static final String STAGE_CODES = "codes";
    private static final String SKIP = "skip";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;

    ConfigureAction(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public String getCredentialType(KeycloakSession ignored, AuthenticationSessionModel login) {
        return TotpCredential.TYPE;
    }

    /**
     * Asks whoever must have a factor and has none to set it up, at every door that ends in required actions, whatever
     * its flow is made of. As Keycloak comes by here before it writes the event of a login, this is where that one learns
     * its tenant, whichever step was the last.
     */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        EventTenant.tell(context.getEvent(), login);
        if (context.getUser() == null
                || context.getUser().getServiceAccountClientLink() != null
                || login.getRequiredActions().contains(ID)) {
            return;
        }
        if (MfaPolicy.strictest(session, context.getUser(), login) instanceof MfaDemand.Due
                && !SecondFactors.of(session).hasAny(context.getUser())
                && !Impersonation.isIn(session, login)) {
            login.addRequiredAction(ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        SealGuard.run(context, () -> SecurityKeyGuard.run(context, () -> challenge(context)));
    }

    private void challenge(RequiredActionContext context) {
        Confirmation confirmation = new Confirmation(context);
        if (confirmation.isNeeded()) {
            confirmation.ask();
        } else {
            show(context, "", null);
        }
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession ignored, AuthenticationSessionModel login) {
        PendingSetup.forget(login);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        SealGuard.run(context, () -> SecurityKeyGuard.run(context, () -> process(context)));
    }

    private void process(RequiredActionContext context) {
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        context.getEvent().event(EventType.UPDATE_CREDENTIAL).detail(Details.CREDENTIAL_TYPE, TotpCredential.TYPE);
        Confirmation confirmation = new Confirmation(context);
        if (confirmation.isNeeded()) {
            if (confirmation.check()) {
                show(context, "", null);
            }
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Optional<PendingSetup> pending = pending(context);
        if (form.containsKey(SKIP) && SetupReminder.isSkippable(context)) {
            skip(context);
        } else if (pending.isEmpty()) {
            show(context, "", new FormMessage(CODE, "tmfa-setup-expired"));
        } else if (pending.get().provenStep() == null) {
            proveApp(context, pending.get(), form);
        } else {
            confirmSaved(context, pending.get(), form);
        }
    }

    @Override
    public void close() {}

    private void proveApp(RequiredActionContext context, PendingSetup pending, MultivaluedMap<String, String> form) {
        String deviceName = DeviceName.normalize(form.getFirst(DEVICE_NAME));
        FormMessage error = deviceNameError(context, deviceName);
        if (error != null) {
            show(context, deviceName, error);
            return;
        }
        Optional<CodeInput> code = CodeInput.of(form.getFirst(CODE));
        if (code.isEmpty()) {
            show(context, deviceName, new FormMessage(CODE, "tmfa-code-missing"));
            return;
        }
        OptionalLong step = pending.stepOf(code.get(), context.getRealm(), KeycloakClock.now());
        if (step.isEmpty()) {
            FactorEvents.describe(
                    context.getEvent(), new Verification.Rejected(SecondFactor.Reason.WRONG, FactorKind.TOTP));
            context.getEvent().clone().error(Errors.INVALID_USER_CREDENTIALS);
            show(context, deviceName, new FormMessage(CODE, "tmfa-code-wrong"));
            return;
        }
        boolean keepsCodes = BackupCodeCredential.of(context.getUser())
                .map(set -> set.remaining() > 0)
                .orElse(false);
        PendingSetup proven = pending.proven(
                step.getAsLong(), deviceName.isEmpty() ? null : deviceName, keepsCodes ? null : draft(context));
        if (keepsCodes) {
            finish(context, proven);
        } else {
            proven.save(session, context.getAuthenticationSession(), context.getUser());
            show(context, deviceName, null);
        }
    }

    private void confirmSaved(
            RequiredActionContext context, PendingSetup pending, MultivaluedMap<String, String> form) {
        if (!STAGE_CODES.equals(form.getFirst(STAGE))) {
            // The first page once more, from the browser's history: its code has done its work already.
            show(context, "", null);
        } else if (!form.containsKey(SAVED)) {
            show(context, "", new FormMessage(SAVED, "tmfa-saved-missing"));
        } else {
            finish(context, pending);
        }
    }

    private void finish(RequiredActionContext context, PendingSetup pending) {
        FormMessage error = deviceNameError(context, pending.deviceName() == null ? "" : pending.deviceName());
        if (error != null) {
            // The name was taken in another tab meanwhile: back to the first page, with a new secret.
            PendingSetup.forget(context.getAuthenticationSession());
            show(context, "", error);
            return;
        }
        Enrolment.store(session, context.getRealm(), context.getUser(), pending).ifPresent(id -> {
            // The first code was proof of the factor.
            SessionEvidence.add(session, context.getAuthenticationSession(), Method.TOTP, KeycloakClock.now());
            FactorEvents.describe(context.getEvent(), new Verification.Accepted(FactorKind.TOTP, id));
            context.getEvent().detail(Details.CREDENTIAL_ID, id);
        });
        PendingSetup.forget(context.getAuthenticationSession());
        context.success();
    }

    private void skip(RequiredActionContext context) {
        SetupReminder.skipped(context);
        PendingSetup.forget(context.getAuthenticationSession());
        context.getEvent().event(EventType.CUSTOM_REQUIRED_ACTION).detail("skipped", "true");
        context.success();
    }

    private @Nullable FormMessage deviceNameError(RequiredActionContext context, String name) {
        if (name.isEmpty()) {
            return isDeviceNameRequired(context) ? new FormMessage(DEVICE_NAME, "tmfa-device-name-missing") : null;
        }
        if (!DeviceName.isAllowed(name)) {
            return new FormMessage(DEVICE_NAME, "tmfa-device-name-invalid");
        }
        return TotpCredential.hasLabel(context.getUser(), name)
                ? new FormMessage(DEVICE_NAME, "tmfa-device-name-taken")
                : null;
    }

    private static boolean isDeviceNameRequired(RequiredActionContext context) {
        return context.getUser()
                .credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .findAny()
                .isPresent();
    }

    private BackupCodeCredential.Draft draft(RequiredActionContext context) {
        return SetupSettings.draft(context.getRealm());
    }

    private Optional<PendingSetup> pending(RequiredActionContext context) {
        return PendingSetup.load(session, context.getAuthenticationSession(), context.getUser());
    }

    /** Shows the page that the set-up has come to, beginning one where there is none. */
    private void show(RequiredActionContext context, String deviceName, @Nullable FormMessage error) {
        PendingSetup pending = pending(context).orElseGet(() -> {
            PendingSetup begun =
                    PendingSetup.begin(TotpSecret.generate(RANDOM), RealmOtpPolicy.parameters(context.getRealm()));
            begun.save(session, context.getAuthenticationSession(), context.getUser());
            return begun;
        });
        LoginFormsProvider form = context.form();
        if (error != null) {
            form.addError(error);
        }
        SetupPages pages = new SetupPages(session, context.getRealm(), context.getUser(), form);
        Optional<BackupCodeCredential.Draft> draft = pending.draft();
        Response page;
        if (draft.isPresent()) {
            page = pages.codes(draft.get().codes(), false);
        } else {
            Optional<Instant> deadline = SetupReminder.deadline(context);
            page = pages.app(pending, deviceName, isDeviceNameRequired(context), deadline);
        }
        context.challenge(page);
    }
}
