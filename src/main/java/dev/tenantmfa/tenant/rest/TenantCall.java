package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Members;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.MailBudget;
import dev.tenantmfa.tenant.rest.member.MemberView;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;

/**
 * An authorized call on the active tenant.
 *
 * @param self the caller's membership in the tenant, read for this call
 */
record TenantCall(KeycloakSession session, Caller caller, Membership self) {

    Tenant tenant() {
        return self.tenant();
    }

    Members members() {
        return tenant().members();
    }

    TenantRole role() {
        return self.role();
    }

    Audit audit() {
        return Audit.by(session, caller);
    }

    boolean isSelf(Membership member) {
        return member.person().getId().equals(caller.user().getId());
    }

    /** A member of the tenant; a 404 for any other id. */
    Membership member(String personId) {
        return members().byId(personId).orElseThrow(() -> Problem.notFound().refusal());
    }

    /** A 403 unless the caller's role may manage members with that role. */
    void requirePowerOver(TenantRole role) {
        if (!role().manages(role)) {
            throw Problem.forbidden("role_required", "Only an owner of the tenant may do this.")
                    .refusal();
        }
    }

    /** Takes the mail that this call causes from the tenant's and the caller's budget; a 429 if one of them is used up. */
    void takeMail() {
        MailBudget.ofNotice(session, tenant(), caller.user()).take().ifPresent(wait -> {
            throw tooManyMails(wait).refusal();
        });
    }

    static Problem tooManyMails(Duration retryAfter) {
        return Problem.tooMany(
                "too_many_mails",
                "Too many mails were sent by this tenant or to this address. Try again later.",
                retryAfter);
    }

    MemberView view(String personId) {
        return MemberView.of(session, member(personId));
    }
}
