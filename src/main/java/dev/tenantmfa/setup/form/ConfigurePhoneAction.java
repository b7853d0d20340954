package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.evidence.FreshLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import dev.tenantmfa.factor.page.CodePage;
import dev.tenantmfa.factor.page.MessagePage;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.message.PhoneNumber;
import dev.tenantmfa.message.PhoneProof;
import dev.tenantmfa.message.PhoneRegion;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.PendingPhone;
import dev.tenantmfa.setup.SignOutElsewhere;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
 * Sets up a phone: one page for the number, and one for the code sent to it. Nothing is stored before the code is
 * verified.
 */
final class ConfigurePhoneAction implements RequiredActionProvider, CredentialRegistrator {

    static final String ID = PhoneCredential.SETUP_ACTION;

    private static final String TEMPLATE = "tmfa-phone.ftl";
    private static final String NUMBER = "number";
    private static final String OTHER_NUMBER = "other-number";

    private final PhoneProof proof;

    ConfigurePhoneAction(KeycloakSession session) {
        this.proof = new PhoneProof(session);
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public String getCredentialType(KeycloakSession ignored, AuthenticationSessionModel login) {
        return PhoneCredential.TYPE;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {}

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        SealGuard.run(context, () -> SetupGuard.page(context, () -> challenge(context)));
    }

    private void challenge(RequiredActionContext context) {
        Optional<PendingPhone> pending = PendingPhone.load(context);
        Confirmation confirmation = confirmation(context, pending);
        if (confirmation.isNeeded()) {
            confirmation.ask();
        } else {
            show(context, pending);
        }
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession ignored, AuthenticationSessionModel login) {
        PendingPhone.forget(login);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        SealGuard.run(context, () -> SetupGuard.answer(context, () -> process(context)));
    }

    private void process(RequiredActionContext context) {
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        context.getEvent().event(EventType.UPDATE_CREDENTIAL).detail(Details.CREDENTIAL_TYPE, PhoneCredential.TYPE);
        Optional<PendingPhone> pending = PendingPhone.load(context);
        Confirmation confirmation = confirmation(context, pending);
        if (confirmation.isNeeded()) {
            if (confirmation.check()) {
                show(context, pending);
            }
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (form.containsKey(OTHER_NUMBER)) {
            PendingPhone.forget(context.getAuthenticationSession());
            show(context, Optional.empty());
        } else if (form.containsKey(NUMBER)) {
            takeNumber(context, form.getFirst(NUMBER));
        } else if (pending.isEmpty()) {
            show(context, pending);
        } else if (form.containsKey(MessagePage.RESEND)) {
            send(context, pending.get().phoneNumber(), MessagePage.Reason.ASKED);
        } else {
            prove(context, pending.get(), form.getFirst(CodePage.FIELD));
        }
    }

    @Override
    public void close() {}

    /**
     * With a pending number, the user has already confirmed. Typing the code may take longer than a fresh login lasts.
     */
    private static Confirmation confirmation(RequiredActionContext context, Optional<PendingPhone> pending) {
        return pending.isPresent()
                ? Confirmation.ofSetup(context)
                : Confirmation.ofSetup(context, FreshLogin.age(context.getRealm()));
    }

    private void takeNumber(RequiredActionContext context, @Nullable String typed) {
        Optional<PhoneNumber> number = PhoneNumber.parse(typed, PhoneRegion.in(context.getRealm()));
        if (number.isEmpty()) {
            boolean blank = typed == null || typed.isBlank();
            showNumberPage(context, typed, blank ? "tmfa-phone-number-missing" : "tmfa-phone-number-invalid");
        } else if (PhoneCredential.isKnown(context.getSession(), context.getRealm(), context.getUser(), number.get())) {
            showNumberPage(context, typed, "tmfa-phone-number-known");
        } else {
            send(context, number.get(), MessagePage.Reason.FIRST);
        }
    }

    private void send(RequiredActionContext context, PhoneNumber number, MessagePage.Reason reason) {
        String digits = Integer.toString(proof.digits());
        Sending sending = proof.send(context.getUser(), PendingPhone.attempt(context, number), number);
        if (sending instanceof Sending.Sent sent) {
            new PendingPhone(number.e164(), sent.challenge().id(), digits).save(context);
        }
        MessagePage page = provingPage(context);
        PendingPhone.load(context)
                .ifPresent(pending -> page.awaiting(pending.phoneNumber().masked(), pending.digits()));
        context.challenge(page.after(sending, reason).show());
    }

    private void prove(RequiredActionContext context, PendingPhone pending, @Nullable String typed) {
        Optional<CodeInput> code = CodeInput.of(typed);
        if (code.isEmpty()) {
            showCodePage(context, pending, "tmfa-code-missing");
            return;
        }
        switch (proof.check(context.getUser(), pending.messageChallenge(context), code.get())) {
            case PROVEN -> finish(context, pending);
            case WRONG -> {
                describe(context, new Verification.Rejected(SecondFactor.Reason.WRONG, Method.SMS));
                context.getEvent().clone().error(Errors.INVALID_USER_CREDENTIALS);
                showCodePage(context, pending, "tmfa-code-wrong");
            }
            case OVER -> send(context, pending.phoneNumber(), MessagePage.Reason.EXPIRED);
            case UNUSABLE -> showCodePage(context, pending, "tmfa-code-unusable");
        }
    }

    private static void finish(RequiredActionContext context, PendingPhone pending) {
        PendingPhone.forget(context.getAuthenticationSession());
        PhoneNumber number = pending.phoneNumber();
        if (!PhoneCredential.isKnown(context.getSession(), context.getRealm(), context.getUser(), number)) {
            boolean signsOut = SignOutElsewhere.isOffered(context.getSession(), context.getUser())
                    && context.getHttpRequest().getDecodedFormParameters().containsKey(SignOutElsewhere.FIELD);
            PhoneCredential phone = PhoneCredential.store(
                    context.getSession(), context.getRealm(), context.getUser(), number, KeycloakClock.now());
            describe(context, new Verification.Accepted(FactorKind.MESSAGE_CODE, phone.id()));
            context.getEvent().detail(Details.CREDENTIAL_ID, phone.id());
            if (signsOut) {
                SignOutElsewhere.after(context.getSession(), context.getAuthenticationSession(), context.getUser());
            }
        }
        SessionEvidence.add(context.getAuthenticationSession(), Method.SMS, KeycloakClock.now());
        context.success();
    }

    private static void describe(RequiredActionContext context, Verification verification) {
        FactorEvents.describe(context.getSession(), context.getEvent(), verification);
    }

    private void show(RequiredActionContext context, Optional<PendingPhone> pending) {
        if (!proof.isPossible()) {
            context.challenge(
                    context.form().setError("tmfa-phone-unavailable").createErrorPage(Response.Status.BAD_REQUEST));
        } else if (pending.isPresent()) {
            showCodePage(context, pending.get(), null);
        } else {
            showNumberPage(context, "", null);
        }
    }

    private static void showNumberPage(RequiredActionContext context, @Nullable String typed, @Nullable String error) {
        LoginFormsProvider form = context.form();
        if (error != null) {
            form.addError(new FormMessage(NUMBER, error));
        }
        Map<String, Object> page = new HashMap<>();
        page.put(NUMBER, typed == null ? "" : typed);
        PhoneRegion.in(context.getRealm()).flatMap(PhoneRegion::exampleOf).ifPresent(example -> {
            page.put("nationalExample", example.national());
            page.put("internationalExample", example.international());
        });
        context.challenge(form.setAttribute("tmfa", page).createForm(TEMPLATE));
    }

    private static void showCodePage(RequiredActionContext context, PendingPhone pending, @Nullable String error) {
        if (error != null) {
            context.form().addError(new FormMessage(CodePage.FIELD, error));
        }
        context.challenge(provingPage(context)
                .awaiting(pending.phoneNumber().masked(), pending.digits())
                .show());
    }

    private static MessagePage provingPage(RequiredActionContext context) {
        MessagePage page = MessagePage.provingPhone(context.form());
        return SignOutElsewhere.isOffered(context.getSession(), context.getUser()) ? page.offeringSignOut() : page;
    }
}
