package dev.tenantmfa.tenant.account;

import com.google.auto.service.AutoService;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.requiredactions.DeleteAccount;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;

/**
 * Keycloak's action <em>Delete account</em>, refused for the only active owner of a tenant, because nobody could manage
 * the tenant afterwards. Replaces Keycloak's provider: same id, higher order.
 */
@AutoService(RequiredActionFactory.class)
public final class DeleteOwnAccount extends DeleteAccount {

    /** Reason in the event, the same as the error code of our REST API. */
    private static final String LAST_OWNER = "last_owner";

    private static final String PAGE = "delete-account-confirm.ftl";

    @Override
    public void processAction(RequiredActionContext context) {
        try {
            if (SoleOwners.tenantsOfOnly(context.getSession(), context.getUser())
                    .isEmpty()) {
                super.processAction(context);
            } else {
                refuse(context, LAST_OWNER, "tmfa-delete-last-owner");
            }
        } catch (TenantBusyException e) {
            refuse(context, "busy", "tmfa-delete-busy");
        }
    }

    private static void refuse(RequiredActionContext context, String reason, String message) {
        context.getEvent()
                .event(EventType.DELETE_ACCOUNT_ERROR)
                .client(context.getAuthenticationSession().getClient())
                .user(context.getUser())
                .detail(Details.REASON, reason)
                .error(Errors.USER_DELETE_ERROR);
        // The page that Keycloak itself shows after an error; one button tries again, the other one goes back.
        context.challenge(context.form()
                .setAttribute("triggered_from_aia", true)
                .setError(message)
                .createForm(PAGE));
    }

    @Override
    public int order() {
        return super.order() + 10;
    }
}
