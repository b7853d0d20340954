package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.PendingSetup;
import dev.tenantmfa.totp.TotpCredential;
import java.util.List;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The setup as a required action: for applications ({@code kc_action}), as a reminder within a grace period, and for
 * login methods whose flow has no step of this extension. {@link SetupStep} handles setups that a policy requires,
 * before the login ends: Keycloak does not protect a session against a pending required action (CVE-2026-133221).
 */
final class ConfigureAction implements RequiredActionProvider, CredentialRegistrator {

    static final String ID = TotpCredential.SETUP_ACTION;

    private static final String SKIP = "skip";

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
     * Adds the action for users who must have a second factor and have none, at login methods whose flow has no step of
     * this extension. No policy depends on it. Keycloak calls this before it writes the event of a login, so this also
     * adds the tenant to the event, and the code that the login accepted, whichever step was the last.
     */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        EventTenant.tell(context.getEvent(), login);
        FactorEvents.restore(session, context.getEvent(), login);
        if (context.getUser() != null) {
            LinkLogin.observe(login, context.getUser());
        }
        if (context.getUser() == null
                || context.getUser().getServiceAccountClientLink() != null
                || SetupReminder.wasSkipped(login)
                || login.getRequiredActions().contains(ID)) {
            return;
        }
        if (MfaPolicy.strictest(session, context.getUser(), login) instanceof MfaDemand.Due due
                && !isServedByProvider(due.strength(), login)
                && !SecondFactors.of(session).hasAny(context.getUser())
                && !Impersonation.isIn(session, login)
                && !LinkLogin.lacksPassword(session, login, context.getUser())) {
            login.addRequiredAction(ID);
        }
    }

    /** Whether an identity provider asked for what the policy requires, and the tenant accepts it. */
    private boolean isServedByProvider(Strength strength, AuthenticationSessionModel login) {
        List<Evidence> accepted = SessionEvidence.countedInOrBefore(session, login).all().stream()
                .filter(Evidence::isOfProvider)
                .toList();
        return strength.isMetBy(accepted, KeycloakClock.now());
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        SealGuard.run(context, () -> SetupGuard.page(context, () -> challenge(context)));
    }

    private void challenge(RequiredActionContext context) {
        Confirmation confirmation = Confirmation.ofSetup(context);
        if (confirmation.isNeeded()) {
            confirmation.ask();
        } else {
            conversation(context).show();
        }
    }

    @Override
    public void initiatedActionCanceled(KeycloakSession ignored, AuthenticationSessionModel login) {
        PendingSetup.forget(login);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        SealGuard.run(context, () -> SetupGuard.answer(context, () -> process(context)));
    }

    private void process(RequiredActionContext context) {
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        context.getEvent().event(EventType.UPDATE_CREDENTIAL).detail(Details.CREDENTIAL_TYPE, TotpCredential.TYPE);
        Confirmation confirmation = Confirmation.ofSetup(context);
        if (confirmation.isNeeded()) {
            if (confirmation.check()) {
                conversation(context).show();
            }
            return;
        }
        boolean skips = context.getHttpRequest().getDecodedFormParameters().containsKey(SKIP);
        if (skips && SetupReminder.isSkippable(context)) {
            skip(context);
        } else {
            conversation(context).answer();
        }
    }

    @Override
    public void close() {}

    private static SetupConversation conversation(RequiredActionContext context) {
        return new SetupConversation(new ActionHost(context));
    }

    private static void skip(RequiredActionContext context) {
        SetupReminder.skipped(context);
        PendingSetup.forget(context.getAuthenticationSession());
        context.getEvent().event(EventType.CUSTOM_REQUIRED_ACTION).detail("skipped", "true");
        context.success();
    }
}
