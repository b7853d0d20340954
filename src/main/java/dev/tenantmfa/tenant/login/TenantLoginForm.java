package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.session.ActiveTenant;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.WebAuthnConstants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Accepts tenant, username and password; or e-mail address and password; or, for users without a tenant, the realm's
 * username and password. It converts the first to a username of the realm and leaves the rest to Keycloak's form, so
 * that lockout, dummy hashing and "remember me" are Keycloak's own. An unknown tenant, an unknown username in it and a
 * wrong password get the same response. Takes passkeys as Keycloak's form does, where the realm has them on.
 */
final class TenantLoginForm extends UsernamePasswordForm {

    private static final Logger LOG = Logger.getLogger(TenantLoginForm.class);

    private static final String REMEMBER_ME = "rememberMe";

    static final String TEMPLATE = "tmfa-tenant-login.ftl";

    private final KeycloakSession session;
    private final Entrance entrance;
    private final TenantPeople people;

    TenantLoginForm(KeycloakSession session) {
        super(session);
        this.session = session;
        this.entrance = new Entrance(session);
        this.people = new TenantPeople(session);
    }

    /** The values of the fields. */
    private record Typed(String tenant, String username, boolean rememberMe) {

        /** For the template: FreeMarker would treat a record's accessors as methods. */
        Map<String, Object> forTemplate() {
            return Map.of("tenant", tenant, "username", username, "rememberMe", rememberMe);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (!form.containsKey(WebAuthnConstants.AUTHENTICATOR_DATA) && !form.containsKey(WebAuthnConstants.ERROR)) {
            super.action(context);
        } else if (form.containsKey(AuthenticationManager.FORM_USERNAME)) {
            // No form of this page; Keycloak would tell by its answer whether the user exists.
            refusePasskey(context);
        } else {
            checkPasskey(context, form);
        }
    }

    /** A tenant that the user named counts if the user may enter it. */
    private void checkPasskey(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        ActiveTenant.forgetRequest(context.getAuthenticationSession());
        @Nullable String tenant = storable(form.getFirst(Entrance.PARAMETER));
        if (tenant != null && !tenant.isBlank()) {
            entrance.byTyped(tenant)
                    .ifPresent(named -> ActiveTenant.request(context.getAuthenticationSession(), named));
        }
        try {
            super.action(context);
        } catch (RuntimeException e) {
            // Not an answer of an authenticator, or one that was sent before: Keycloak reads it without a check.
            LOG.debugf(e, "An answer of a passkey cannot be read");
            refusePasskey(context);
        }
        if (context.getStatus() == FlowStatus.ATTEMPTED) {
            // It names no user. If the form is the only step of its flow, this would end the login.
            refusePasskey(context);
        }
    }

    private void refusePasskey(AuthenticationFlowContext context) {
        context.getEvent().error(Errors.INVALID_USER_CREDENTIALS);
        context.failureChallenge(
                AuthenticationFlowError.INVALID_CREDENTIALS, challenge(context, "tmfa-passkey-failed", null));
    }

    @Override
    protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        ActiveTenant.forgetRequest(context.getAuthenticationSession());
        String tenantName = storable(form.getFirst(Entrance.PARAMETER));
        String typed = storable(form.getFirst(AuthenticationManager.FORM_USERNAME));
        MultivaluedMap<String, String> translated = new MultivaluedHashMap<>();
        // Copies the lists: the form is shown again as it was submitted.
        form.forEach((name, values) -> translated.put(name, new ArrayList<>(values)));
        if (typed != null) {
            translated.putSingle(AuthenticationManager.FORM_USERNAME, typed);
        }
        if (isUserAlreadySetBeforeUsernamePasswordAuth(context)
                || tenantName == null
                || tenantName.isBlank()
                || typed == null
                || typed.isBlank()) {
            return super.validateForm(context, translated);
        }
        Optional<Tenant> tenant = entrance.byTyped(tenantName);
        // The event of a wrong password also names the tenant.
        tenant.ifPresent(known -> context.getEvent().detail(ActiveTenant.CLAIM, known.id()));
        translated.putSingle(
                AuthenticationManager.FORM_USERNAME, realmUsername(tenant, tenantName.strip(), typed.strip()));
        if (!super.validateForm(context, translated)) {
            return false;
        }
        tenant.ifPresent(known -> ActiveTenant.request(context.getAuthenticationSession(), known));
        return true;
    }

    /** PostgreSQL fails on a query with the character 0, which no name contains. */
    private static @Nullable String storable(@Nullable String typed) {
        return typed == null ? null : typed.replace("\0", "");
    }

    /**
     * The realm's username of the member with that name in the tenant. If there is none, a username that nobody has, so
     * that Keycloak's form takes the same time to refuse it.
     */
    private String realmUsername(Optional<Tenant> tenant, String tenantName, String typed) {
        Optional<String> found =
                tenant.flatMap(known -> people.in(known, typed)).map(UserModel::getUsername);
        // No username and no address contains a line break.
        return found.orElse(typed + "\n" + tenantName);
    }

    @Override
    protected Response challenge(AuthenticationFlowContext context, MultivaluedMap<String, String> formData) {
        LoginFormsProvider form = context.form();
        if (!formData.isEmpty()) {
            form.setFormData(formData);
        }
        String hint = formData.getFirst(AuthenticationManager.FORM_USERNAME);
        return page(form, prefilled(context, hint == null ? "" : hint, formData.getFirst(REMEMBER_ME) != null));
    }

    @Override
    protected Response createLoginForm(LoginFormsProvider form) {
        MultivaluedMap<String, String> typed =
                session.getContext().getHttpRequest().getDecodedFormParameters();
        form.setFormData(typed);
        return page(
                form,
                new Typed(
                        orEmpty(typed.getFirst(Entrance.PARAMETER)),
                        orEmpty(typed.getFirst(AuthenticationManager.FORM_USERNAME)),
                        typed.getFirst(REMEMBER_ME) != null));
    }

    private Typed prefilled(AuthenticationFlowContext context, String hint, boolean rememberMe) {
        Optional<String> named = entrance.namedBy(context.getAuthenticationSession());
        return named.map(tenant -> new Typed(tenant, hint, rememberMe)).orElseGet(() -> {
            LoginHint parts = LoginHint.parse(hint);
            return new Typed(parts.tenant(), parts.username(), rememberMe);
        });
    }

    private static Response page(LoginFormsProvider form, Typed typed) {
        return form.setAttribute("tmfa", typed.forTemplate()).createForm(TEMPLATE);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
