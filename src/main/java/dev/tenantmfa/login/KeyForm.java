package dev.tenantmfa.login;

import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.event.KeyChecked;
import dev.tenantmfa.platform.KeycloakClock;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticator;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Asks for a security key or a passkey on a page of this extension. Challenge and check are Keycloak's own, with the
 * realm's WebAuthn policy.
 */
final class KeyForm {

    static final String TEMPLATE = "tmfa-key.ftl";

    private static final Logger LOG = Logger.getLogger(KeyForm.class);

    private final AuthenticationFlowContext context;
    private final Method method;
    private final Check keycloaks;

    /** @param method {@link Method#SECURITY_KEY} or {@link Method#PASSKEY} */
    KeyForm(AuthenticationFlowContext context, Method method) {
        this.context = context;
        this.method = method;
        this.keycloaks =
                method == Method.PASSKEY ? new Passkey(context.getSession()) : new SecurityKey(context.getSession());
    }

    /** Shows the page with a fresh challenge; with an error where the last answer was not accepted. */
    void show(List<Map<String, String>> others, boolean afterError) {
        LoginFormsProvider form = keycloaks.form(context);
        if (form == null) {
            throw new IllegalStateException("a user without a key was asked for it");
        }
        if (afterError) {
            form.setError("tmfa-key-failed");
        }
        form.setAttribute(
                "tmfa",
                Map.of(
                        "passkey",
                        method == Method.PASSKEY,
                        "ways",
                        others,
                        "trustDays",
                        DeviceTrust.in(context).offeredDays()));
        Response page = form.createForm(TEMPLATE);
        if (afterError) {
            context.failureChallenge(AuthenticationFlowError.INVALID_CREDENTIALS, page);
        } else {
            context.challenge(page);
        }
    }

    /**
     * Checks the posted answer.
     *
     * @return whether it was accepted; the evidence is in the login then
     */
    boolean check() {
        try {
            keycloaks.check(context);
        } catch (RuntimeException e) {
            // Not an answer of a key: Keycloak reads it without a check.
            refuse(context, "unreadable", e.getMessage());
        }
        boolean accepted = context.getStatus() == FlowStatus.SUCCESS;
        context.getSession()
                .getKeycloakSessionFactory()
                .publish(new KeyChecked(context.getRealm(), method.id(), accepted));
        if (!accepted) {
            return false;
        }
        FactorEvents.describe(context.getSession(), context.getEvent(), method, true);
        FactorEvents.keep(context.getEvent(), context.getAuthenticationSession());
        SessionEvidence.add(context.getAuthenticationSession(), method, KeycloakClock.now());
        return true;
    }

    /** The type of the credentials that the method uses. */
    static String typeOf(Method method) {
        return method == Method.PASSKEY
                ? WebAuthnCredentialModel.TYPE_PASSWORDLESS
                : WebAuthnCredentialModel.TYPE_TWOFACTOR;
    }

    /** What of Keycloak's steps is used. */
    private interface Check {

        /** @return null for a user without a key */
        @Nullable
        LoginFormsProvider form(AuthenticationFlowContext context);

        void check(AuthenticationFlowContext context);
    }

    private final class SecurityKey extends WebAuthnAuthenticator implements Check {

        SecurityKey(KeycloakSession session) {
            super(session);
        }

        @Override
        public @Nullable LoginFormsProvider form(AuthenticationFlowContext context) {
            return fillContextForm(context);
        }

        @Override
        public void check(AuthenticationFlowContext context) {
            action(context);
        }

        @Override
        protected void setErrorResponse(AuthenticationFlowContext context, String error, @Nullable String detail) {
            refuse(context, error, detail);
        }
    }

    private final class Passkey extends WebAuthnPasswordlessAuthenticator implements Check {

        Passkey(KeycloakSession session) {
            super(session);
        }

        @Override
        public @Nullable LoginFormsProvider form(AuthenticationFlowContext context) {
            return fillContextForm(context);
        }

        @Override
        public void check(AuthenticationFlowContext context) {
            action(context);
        }

        @Override
        protected void setErrorResponse(AuthenticationFlowContext context, String error, @Nullable String detail) {
            refuse(context, error, detail);
        }
    }

    /** Keycloak's own page of errors leads nowhere; the page of the step is shown again instead. */
    private void refuse(AuthenticationFlowContext context, String error, @Nullable String detail) {
        LOG.debugf("The answer of a security key was refused: %s (%s)", error, detail);
        FactorEvents.describe(context.getSession(), context.getEvent(), method, false);
        context.getEvent()
                .user(context.getUser())
                .detail("web_authn_authentication_error", error)
                .error(Errors.INVALID_USER_CREDENTIALS);
    }
}
