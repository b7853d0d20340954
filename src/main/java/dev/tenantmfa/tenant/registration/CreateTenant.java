package dev.tenantmfa.tenant.registration;

import dev.tenantmfa.platform.setting.StepConfig;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.lifecycle.Founding;
import dev.tenantmfa.tenant.lifecycle.Taking;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.session.ActiveTenant;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;

/** Creates the tenant of a user who registers. Account and tenant are created in one transaction, or neither. */
final class CreateTenant implements FormAction {

    /** Name of the field on the page. */
    static final String FIELD = "tenantName";

    private final KeycloakSession session;

    CreateTenant(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        form.setAttribute("tmfaTenantOptional", !isNameRequired(context));
    }

    @Override
    public void validate(ValidationContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (isUsernameTaken(form)) {
            refuse(context, form, UserModel.USERNAME, Messages.USERNAME_EXISTS);
            return;
        }
        if (makesNone(context)) {
            context.success();
            return;
        }
        String typed = typedName(context);
        Optional<TenantName> name = TenantName.parse(typed);
        if (name.isEmpty()) {
            refuse(context, form, FIELD, typed.isBlank() ? "tmfa-tenant-name-missing" : "tmfa-tenant-name-invalid");
        } else if (!Tenants.of(session).reserve(name.get())) {
            refuse(context, form, FIELD, "tmfa-tenant-name-in-use");
        } else {
            context.success();
        }
    }

    @Override
    public void success(FormContext context) {
        if (makesNone(context)) {
            return;
        }
        TenantName name = TenantName.parse(typedName(context))
                .orElseThrow(() -> new IllegalStateException("the name was valid a moment ago"));
        Taking taking = Founding.of(session).create(context.getUser(), name, Optional.empty());
        if (!(taking instanceof Taking.Taken taken)) {
            // Only Keycloak's own console does not check whether a name is reserved; the account is rolled back too.
            throw new IllegalStateException("the tenant's name was taken in the same moment");
        }
        ActiveTenant.request(context.getAuthenticationSession(), taken.tenant());
        context.getEvent().detail(ActiveTenant.CLAIM, taken.tenant().id());
    }

    private boolean makesNone(FormContext context) {
        return Invitation.isBeingAccepted(session)
                || !isNameRequired(context) && typedName(context).isBlank();
    }

    private static boolean isNameRequired(FormContext context) {
        return CreateTenantFactory.NAME_REQUIRED.in(StepConfig.in(context));
    }

    private static String typedName(FormContext context) {
        String typed = context.getHttpRequest().getDecodedFormParameters().getFirst(FIELD);
        return typed == null ? "" : typed;
    }

    /** A username that equals the user's own address cannot belong to another user. */
    private boolean isUsernameTaken(MultivaluedMap<String, String> form) {
        String username = form.getFirst(UserModel.USERNAME);
        return username != null
                && !username.equalsIgnoreCase(form.getFirst(UserModel.EMAIL))
                && TenantUsername.isTaken(
                        session, username, Invitation.tenant(session).stream().toList());
    }

    private static void refuse(
            ValidationContext context, MultivaluedMap<String, String> form, String field, String message) {
        context.getEvent().detail(Details.REASON, message);
        context.error(Errors.INVALID_REGISTRATION);
        context.validationError(form, List.of(new FormMessage(field, message)));
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
