package dev.tenantmfa.tenant.login;

import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.platform.provider.PlainStep;
import dev.tenantmfa.platform.setting.StepConfig;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.TenantEmail;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.session.ActiveTenant;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME;

/**
 * Selects the tenant of an identified user and allows or denies access to it. A refusal is a page, or the response to a
 * password grant. It does not count as a failed login: the user's password was valid, so it must not count towards a
 * lockout.
 */
final class TenantAccessAuthenticator implements PlainStep {

    /** Marks a login in which the choice was shown, so that no other login can answer it. */
    private static final String ASKED = "tenant-mfa.tenant-asked";

    private final Entrance entrance;

    TenantAccessAuthenticator(KeycloakSession session) {
        this.entrance = new Entrance(session);
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (!Tenants.of(context.getSession()).areEnabled()) {
            ActiveTenant.enterNone(context.getSession(), context.getAuthenticationSession());
            context.success();
            return;
        }
        AuthenticationSessionModel login = context.getAuthenticationSession();
        follow(context, entrance.way(login, context.getUser(), named(context, login)));
    }

    /** A password grant names its tenant by parameter or scope; a continued one already has its tenant. */
    private Optional<String> named(AuthenticationFlowContext context, AuthenticationSessionModel login) {
        if (!DirectGrantRequest.isDirectGrant(context)) {
            return entrance.namedBy(login);
        }
        Optional<String> parameter = Optional.ofNullable(DirectGrantRequest.parameter(context, Entrance.PARAMETER));
        return parameter.isPresent() || ActiveTenant.requested(login).isPresent() ? parameter : entrance.namedBy(login);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        String chosen = DirectGrantRequest.parameter(context, Entrance.PARAMETER);
        if (login.getAuthNote(ASKED) == null || chosen == null) {
            authenticate(context);
            return;
        }
        Optional<Tenant> tenant = entrance.open(context.getUser()).stream()
                .map(Membership::tenant)
                .filter(open -> open.id().equals(chosen))
                .findFirst();
        if (tenant.isEmpty()) {
            // The tenant was closed after the page was shown, or the value was forged.
            authenticate(context);
            return;
        }
        enter(context, tenant.get());
    }

    private void follow(AuthenticationFlowContext context, Entrance.Way way) {
        if (way instanceof Entrance.Way.Into into) {
            enter(context, into.tenant());
        } else if (way instanceof Entrance.Way.Choice choice) {
            ask(context, choice.open());
        } else if (way instanceof Entrance.Way.NoTenant && letsInWithoutTenant(context)) {
            ActiveTenant.enterNone(context.getSession(), context.getAuthenticationSession());
            context.success();
        } else if (way instanceof Entrance.Way.Suspended suspended) {
            refuseSuspended(context, suspended.membership());
        } else {
            refuseStranger(context);
        }
    }

    private static void refuseStranger(AuthenticationFlowContext context) {
        refuse(context, "not_a_member", () -> TenantPages.notMember(context), DirectGrantAnswers.invalidCredentials());
    }

    private void enter(AuthenticationFlowContext context, Tenant tenant) {
        if (!entrance.namesOnly(context.getAuthenticationSession(), tenant)) {
            refuseStranger(context);
            return;
        }
        context.getAuthenticationSession().removeAuthNote(ASKED);
        ActiveTenant.enter(context.getSession(), context.getAuthenticationSession(), tenant);
        TenantEmail.settle(context.getSession(), tenant, context.getUser());
        Tenants.noteAlias(context.getSession(), tenant);
        showAsInTenant(context, tenant);
        context.getEvent().detail(ActiveTenant.CLAIM, tenant.id());
        context.success();
    }

    /**
     * With single sign-on no username is entered, and Keycloak's pages would show the account's username in the realm.
     */
    private static void showAsInTenant(AuthenticationFlowContext context, Tenant tenant) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (login.getAuthNote(ATTEMPTED_USERNAME) == null
                && SingleSignOn.isUnderWay(context.getSession(), login, context.getFlowPath())) {
            login.setAuthNote(ATTEMPTED_USERNAME, TenantUsername.of(tenant, context.getUser()));
        }
    }

    private static void ask(AuthenticationFlowContext context, List<Membership> open) {
        if (DirectGrantRequest.isDirectGrant(context)) {
            context.getEvent()
                    .user(context.getUser())
                    .detail(Details.REASON, "tenant_required")
                    .error(Errors.INVALID_REQUEST);
            context.challenge(DirectGrantAnswers.tenantRequired());
            return;
        }
        context.getAuthenticationSession().setAuthNote(ASKED, "true");
        context.challenge(TenantPages.choice(context, open));
    }

    private static void refuseSuspended(AuthenticationFlowContext context, Membership membership) {
        Tenant tenant = membership.tenant();
        context.getEvent().detail(ActiveTenant.CLAIM, tenant.id());
        if (tenant.deletedAt().isPresent()) {
            refuse(
                    context,
                    "tenant_deleted",
                    () -> TenantPages.deleted(context, tenant),
                    DirectGrantAnswers.deleted(tenant));
            return;
        }
        String reason = tenant.isActive() ? "membership_suspended" : "tenant_suspended";
        refuse(context, reason, () -> TenantPages.suspended(context, tenant), DirectGrantAnswers.suspended(tenant));
    }

    private static void refuse(
            AuthenticationFlowContext context, String reason, Supplier<Response> page, Response directGrantAnswer) {
        context.getEvent()
                .user(context.getUser())
                .detail(Details.REASON, reason)
                .error(Errors.ACCESS_DENIED);
        context.challenge(DirectGrantRequest.isDirectGrant(context) ? directGrantAnswer : page.get());
    }

    private static boolean letsInWithoutTenant(AuthenticationFlowContext context) {
        return TenantAccessAuthenticatorFactory.WITHOUT_TENANT.in(StepConfig.in(context));
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
