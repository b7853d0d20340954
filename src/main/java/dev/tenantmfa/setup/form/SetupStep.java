package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.evidence.LinkLogin;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.totp.TotpCredential;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The setup as part of a step of a login flow. The user is not authenticated until the setup ends: no session, code or
 * cookie exists before. The setup does not depend on Keycloak's required actions, and it cannot be skipped or
 * cancelled.
 */
public final class SetupStep {

    /** The user whose setup waits for the new password. The login is not marked before the setup has ended. */
    private static final String DEFERRED = "tenant-mfa.setup-deferred";

    private SetupStep() {}

    /** Whether an administrator requires the setup for this user. */
    public static boolean isDemandedOf(UserModel user) {
        return user.getRequiredActionsStream().anyMatch(ConfigureAction.ID::equals);
    }

    /**
     * Shows the next page of the setup. If only a mail link opened the login, and the account has a password, the login
     * continues without evidence of a factor. The setup then follows once that login has set a new password, otherwise
     * in the next login.
     *
     * @param replaced id of the credential of an app that the new one replaces; null if none
     */
    public static void show(AuthenticationFlowContext context, @Nullable String replaced) {
        if (LinkLogin.lacksPassword(context.getSession(), context.getAuthenticationSession(), context.getUser())) {
            context.getAuthenticationSession().addRequiredAction(ConfigureAction.ID);
            context.getAuthenticationSession()
                    .setAuthNote(DEFERRED, context.getUser().getId());
            context.success();
            return;
        }
        Host host = new Host(context, replaced);
        SealGuard.run(host, () -> new SetupConversation(host).show());
    }

    /** Marks the login at the end of a setup that {@link #show} left to the required action. */
    static void endDeferred(AuthenticationSessionModel login) {
        if (login.getAuthenticatedUser().getId().equals(login.getAuthNote(DEFERRED))) {
            StepMark.set(login);
        }
    }

    /**
     * Processes the posted form.
     *
     * @param replaced as for {@link #show}; removed when the new app is stored
     * @return true if the app is stored and the session is marked, so that the step has succeeded; false if a page is the
     *     challenge
     */
    public static boolean answer(AuthenticationFlowContext context, @Nullable String replaced) {
        Host host = new Host(context, replaced);
        SealGuard.run(host, () -> new SetupConversation(host).answer());
        return host.finished;
    }

    private static final class Host implements SetupHost {

        private final AuthenticationFlowContext context;
        private final @Nullable String replaced;
        private final EventBuilder event;
        private boolean finished;

        Host(AuthenticationFlowContext context, @Nullable String replaced) {
            this.context = context;
            this.replaced = replaced;
            this.event = eventIn(context);
        }

        /**
         * Contains the details that Keycloak adds to the events of required actions. The event of the login does not
         * change.
         */
        private static EventBuilder eventIn(AuthenticationFlowContext context) {
            AuthenticationSessionModel login = context.getAuthenticationSession();
            String typed = login.getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
            EventBuilder event = context.getEvent()
                    .clone()
                    .event(EventType.UPDATE_CREDENTIAL)
                    .client(login.getClient())
                    .user(context.getUser())
                    .detail(Details.USERNAME, typed == null ? context.getUser().getUsername() : typed)
                    .detail(Details.CODE_ID, login.getParentSession().getId())
                    .detail(Details.CREDENTIAL_TYPE, TotpCredential.TYPE);
            EventTenant.tell(event, login);
            return event;
        }

        @Override
        public KeycloakSession session() {
            return context.getSession();
        }

        @Override
        public AuthenticationSessionModel login() {
            return context.getAuthenticationSession();
        }

        @Override
        public UserModel user() {
            return context.getUser();
        }

        @Override
        public EventBuilder event() {
            return event;
        }

        @Override
        public MultivaluedMap<String, String> input() {
            return context.getHttpRequest().getDecodedFormParameters();
        }

        @Override
        public LoginFormsProvider form() {
            // After a restart, the note of an action that an application requested would add a cancel button to the
            // page.
            login().removeClientNote(Constants.KC_ACTION_EXECUTING);
            return context.form();
        }

        @Override
        public Optional<Instant> deadline() {
            return Optional.empty();
        }

        /** A lost phone may hold the backup codes too. */
        @Override
        public boolean keepsBackupCodes() {
            return replaced == null;
        }

        @Override
        public boolean offersSignOut() {
            return replaced != null || SetupHost.super.offersSignOut();
        }

        @Override
        public void challenge(Response page) {
            context.challenge(page);
        }

        @Override
        public void finish(Optional<String> credentialId) {
            if (LoginActionsService.REGISTRATION_PATH.equals(context.getFlowPath())) {
                // Keycloak has already written the event of the registration. This one is for the login.
                context.getEvent().event(EventType.LOGIN);
            }
            credentialId.ifPresent(id -> {
                event.success();
                FactorEvents.mention(
                        context.getSession(), context.getEvent(), new Verification.Accepted(FactorKind.TOTP, id));
                removeReplaced();
            });
            endActions();
            finished = true;
        }

        private void removeReplaced() {
            user().credentialManager()
                    .getStoredCredentialsStream()
                    .filter(app -> app.getId().equals(replaced))
                    .findFirst()
                    .ifPresent(app -> {
                        user().credentialManager().removeStoredCredentialById(app.getId());
                        eventIn(context)
                                .event(EventType.REMOVE_CREDENTIAL)
                                .detail(Details.CREDENTIAL_TYPE, app.getType())
                                .detail(Details.CREDENTIAL_ID, app.getId())
                                .success();
                    });
        }

        /**
         * Does what Keycloak does after the required action, so that neither an administrator nor the application asks
         * again.
         */
        private void endActions() {
            user().removeRequiredAction(ConfigureAction.ID);
            login().removeRequiredAction(ConfigureAction.ID);
            if (ConfigureAction.ID.equals(login().getClientNote(Constants.KC_ACTION))) {
                login().setClientNote(
                                Constants.KC_ACTION_STATUS,
                                KcActionStatus.SUCCESS.name().toLowerCase(Locale.ROOT));
                login().removeClientNote(Constants.KC_ACTION);
                login().removeClientNote(Constants.KC_ACTION_EXECUTING);
            }
        }
    }
}
