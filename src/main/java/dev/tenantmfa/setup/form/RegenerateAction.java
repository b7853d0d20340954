package dev.tenantmfa.setup.form;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.PendingCodes;
import dev.tenantmfa.setup.PendingSetup;
import dev.tenantmfa.totp.TotpCredential;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Creates new backup codes. The old codes stay valid until the user confirms that the new ones are saved. */
final class RegenerateAction implements RequiredActionProvider, CredentialRegistrator {

    static final String ID = BackupCodeCredential.SETUP_ACTION;

    private static final String RENEW = "renew";
    private static final String SAVED = "saved";
    private static final String SKIP = "skip";

    private final KeycloakSession session;

    RegenerateAction(KeycloakSession session) {
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

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        SealGuard.run(context, () -> SetupGuard.page(context, () -> challenge(context)));
    }

    private void challenge(RequiredActionContext context) {
        if (!hasApp(context)) {
            if (isAskedByApplication(context)) {
                // The setup of an app ends with backup codes.
                setup().requiredActionChallenge(context);
            } else {
                // Backup codes require an app: there is nothing to regenerate, and nothing that the user could do here.
                context.ignore();
            }
            return;
        }
        Confirmation confirmation = Confirmation.ofRenewal(context);
        if (confirmation.isNeeded()) {
            confirmation.ask();
        } else {
            show(context, null);
        }
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession ignored, AuthenticationSessionModel login) {
        PendingCodes.forget(login);
        PendingSetup.forget(login);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        SealGuard.run(context, () -> SetupGuard.answer(context, () -> process(context)));
    }

    private void process(RequiredActionContext context) {
        if (!hasApp(context) && PendingCodes.load(context).isEmpty() && isAskedByApplication(context)) {
            setup().processAction(context);
            return;
        }
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        context.getEvent()
                .event(EventType.UPDATE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, BackupCodeCredential.TYPE);
        Confirmation confirmation = Confirmation.ofRenewal(context);
        if (confirmation.isNeeded()) {
            if (confirmation.check()) {
                show(context, null);
            }
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Optional<BackupCodeCredential.Draft> pending = PendingCodes.load(context);
        if (form.containsKey(SKIP) && RenewalOffer.isSkippable(context)) {
            RenewalOffer.skipped(context);
            PendingCodes.forget(context.getAuthenticationSession());
            context.getEvent().event(EventType.CUSTOM_REQUIRED_ACTION).detail("skipped", "true");
            context.success();
        } else if (pending.isEmpty()) {
            if (form.containsKey(RENEW)) {
                PendingCodes.save(context, draft(context));
            }
            show(context, null);
        } else if (form.containsKey(SAVED)) {
            finish(context, pending.get());
        } else if (form.containsKey(RENEW)) {
            show(context, null);
        } else {
            show(context, new FormMessage(SAVED, "tmfa-saved-missing"));
        }
    }

    @Override
    public void close() {}

    private void finish(RequiredActionContext context, BackupCodeCredential.Draft draft) {
        if (!hasApp(context)) {
            // The app was removed in another window meanwhile, and its backup codes with it.
            PendingCodes.forget(context.getAuthenticationSession());
            context.cancel();
            return;
        }
        BackupCodeCredential.store(session, context.getRealm(), context.getUser(), draft, KeycloakClock.now());
        PendingCodes.forget(context.getAuthenticationSession());
        context.success();
    }

    private void show(RequiredActionContext context, @Nullable FormMessage error) {
        LoginFormsProvider form = context.form();
        if (error != null) {
            form.addError(error);
        }
        SetupPages pages = new SetupPages(session, context.getRealm(), context.getUser(), form);
        Optional<BackupCodeCredential.Draft> pending = PendingCodes.load(context);
        if (pending.isPresent()) {
            context.challenge(pages.codes(pending.get().codes(), true, false));
        } else {
            context.challenge(
                    pages.renewal(BackupCodeCredential.of(context.getUser()), RenewalOffer.isSkippable(context)));
        }
    }

    private BackupCodeCredential.Draft draft(RequiredActionContext context) {
        return SetupSettings.draft(context.getRealm());
    }

    private ConfigureAction setup() {
        return new ConfigureAction(session);
    }

    private static boolean isAskedByApplication(RequiredActionContext context) {
        return ID.equals(context.getAuthenticationSession().getClientNote(Constants.KC_ACTION));
    }

    private static boolean hasApp(RequiredActionContext context) {
        return context.getUser()
                .credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .findAny()
                .isPresent();
    }
}
