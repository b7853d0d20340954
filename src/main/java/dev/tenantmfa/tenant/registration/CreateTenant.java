package dev.tenantmfa.tenant.registration;

import dev.tenantmfa.tenant.ActiveTenant;
import dev.tenantmfa.tenant.TenantName;
import dev.tenantmfa.tenant.Tenants;
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

/** Makes the tenant of a person who registers. Account and tenant are made in one transaction, or neither. */
final class CreateTenant implements FormAction {

    /** Field of the page. */
    static final String FIELD = "tenantName";

    private final KeycloakSession session;

    CreateTenant(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {}

    @Override
    public void validate(ValidationContext context) {
        if (Invitation.isBeingAccepted(session)) {
            context.success();
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String typed = form.getFirst(FIELD);
        Optional<TenantName> name = Optional.ofNullable(typed).flatMap(TenantName::parse);
        if (name.isEmpty()) {
            String message = typed == null || typed.isBlank() ? "tmfa-tenant-name-missing" : "tmfa-tenant-name-invalid";
            refuse(context, form, message);
        } else if (Tenants.of(session).isNameInUse(name.get())) {
            refuse(context, form, "tmfa-tenant-name-in-use");
        } else {
            context.success();
        }
    }

    @Override
    public void success(FormContext context) {
        if (Invitation.isBeingAccepted(session)) {
            return;
        }
        String typed = context.getHttpRequest().getDecodedFormParameters().getFirst(FIELD);
        TenantName name = Optional.ofNullable(typed)
                .flatMap(TenantName::parse)
                .orElseThrow(() -> new IllegalStateException("the name was valid a moment ago"));
        Tenants.Taking taking = Tenants.of(session).create(name, Optional.empty(), context.getUser());
        if (!(taking instanceof Tenants.Taking.Taken taken)) {
            // Taken by another registration since the form was checked; the account is rolled back with it.
            throw new IllegalStateException("the tenant's name was taken in the same moment");
        }
        ActiveTenant.request(context.getAuthenticationSession(), taken.tenant());
        context.getEvent().detail(ActiveTenant.CLAIM, taken.tenant().id());
    }

    private static void refuse(ValidationContext context, MultivaluedMap<String, String> form, String message) {
        context.getEvent().detail(Details.REASON, message);
        context.error(Errors.INVALID_REGISTRATION);
        context.validationError(form, List.of(new FormMessage(FIELD, message)));
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
