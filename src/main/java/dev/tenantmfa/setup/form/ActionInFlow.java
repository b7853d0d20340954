package dev.tenantmfa.setup.form;

import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContextResult;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;

/**
 * A required action as a part of a step of a login flow, so that the login is not at its end before the action is. Its
 * forms are posted to the step.
 */
public final class ActionInFlow {

    private static final Logger LOG = Logger.getLogger(ActionInFlow.class);

    private final AuthenticationFlowContext flow;
    private final RequiredActionProvider action;
    private final Context context;

    /** @param actionId of a required action that the server has */
    public ActionInFlow(AuthenticationFlowContext flow, String actionId) {
        this.flow = flow;
        RequiredActionFactory factory = (RequiredActionFactory) flow.getSession()
                .getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, actionId);
        this.action = factory.create(flow.getSession());
        this.context = new Context(flow, factory);
    }

    /** Shows the page that the action begins with. */
    public void show() {
        action.requiredActionChallenge(context);
        flow.challenge(context.getChallenge());
    }

    /**
     * Processes the posted form.
     *
     * @return whether the action is at its end; false if a page is the challenge
     */
    public boolean answer() {
        try {
            action.processAction(context);
        } catch (IllegalArgumentException | NullPointerException e) {
            // Keycloak decodes the fields of a key before it looks whether they are there.
            LOG.debugf(e, "The form of action %s cannot be read", context.getAction());
            show();
            return false;
        }
        if (context.getStatus() == RequiredActionContext.Status.SUCCESS) {
            context.getEvent().success();
            flow.getUser().removeRequiredAction(context.getAction());
            flow.getAuthenticationSession().removeRequiredAction(context.getAction());
            return true;
        }
        if (context.getStatus() == RequiredActionContext.Status.CHALLENGE) {
            flow.challenge(context.getChallenge());
        } else {
            show();
        }
        return false;
    }

    private static final class Context extends RequiredActionContextResult {

        private final AuthenticationFlowContext flow;

        Context(AuthenticationFlowContext flow, RequiredActionFactory factory) {
            super(
                    flow.getAuthenticationSession(),
                    flow.getRealm(),
                    flow.getEvent()
                            .clone()
                            .event(EventType.UPDATE_CREDENTIAL)
                            .user(flow.getUser())
                            .detail(Details.USERNAME, flow.getUser().getUsername()),
                    flow.getSession(),
                    flow.getHttpRequest(),
                    flow.getUser(),
                    factory);
            this.flow = flow;
        }

        @Override
        public LoginFormsProvider form() {
            return flow.form();
        }
    }
}
