package dev.tenantmfa.login;

import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.CodeLogin;
import dev.tenantmfa.assurance.evidence.CookieLogin;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.page.MessagePage;
import dev.tenantmfa.factor.page.MessageStep;
import dev.tenantmfa.platform.EventTenant;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Sends a code and asks for it. Place it after the first factor, as an alternative to the form for other codes. */
final class MessageCodeFormAuthenticator implements Authenticator {

    private final KeycloakSession session;

    MessageCodeFormAuthenticator(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (SingleSignOn.isUnderWay(context.getSession(), context.getAuthenticationSession(), context.getFlowPath())
                && Reauthentication.isNeeded(context.getSession(), context.getAuthenticationSession())) {
            Reauthentication.begin(context);
            return;
        }
        CodeLogin codes = codes(context);
        if (codes.hasShownFactor()) {
            codes.pass();
            return;
        }
        AlternativeFactors.offer(context);
        context.challenge(step(context).show());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        CodeLogin codes = codes(context);
        if (!codes.wasAsked()) {
            authenticate(context);
            return;
        }
        EventTenant.tell(context.getEvent(), context.getAuthenticationSession());
        AlternativeFactors.offer(context);
        MessageStep.Answer answer =
                step(context).answer(context.getHttpRequest().getDecodedFormParameters());
        Response page = answer.page();
        Verification verification = answer.verification().orElse(null);
        if (verification != null) {
            codes.describe(verification);
        }
        if (page == null && verification instanceof Verification.Accepted accepted) {
            codes.succeed(accepted);
        } else if (verification != null && codes.reportError(verification)) {
            context.failureChallenge(CodeLogin.errorOf(verification), page);
        } else {
            context.challenge(page);
        }
    }

    private static CodeLogin codes(AuthenticationFlowContext context) {
        return new CodeLogin(context, FactorKind.MESSAGE_CODE);
    }

    private MessageStep step(AuthenticationFlowContext context) {
        return new MessageStep(
                session,
                context.getAuthenticationSession(),
                context.getUser(),
                CookieLogin.budgetOf(session, context.getAuthenticationSession()),
                () -> MessagePage.login(context.form()));
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /**
     * Whether a code can be sent to the user. Users who have no other factor get the page in any case: it says that no
     * code can be sent, while a failed flow would say nothing.
     */
    @Override
    public boolean configuredFor(KeycloakSession ignored, RealmModel realm, UserModel user) {
        return MessageStep.canReach(session, user)
                || SecondFactors.of(session).kindsOf(user).equals(Set.of(FactorKind.MESSAGE_CODE));
    }

    @Override
    public void setRequiredActions(KeycloakSession ignored, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
