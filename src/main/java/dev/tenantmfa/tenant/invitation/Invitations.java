package dev.tenantmfa.tenant.invitation;

import dev.tenantmfa.platform.rest.PlainText;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.AccountsByEmail;
import dev.tenantmfa.tenant.account.MailBudget;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationInvitationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.InvitationManager;
import org.keycloak.organization.OrganizationProvider;

/**
 * Keycloak's invitations of a tenant, with a role. Keycloak does not store a role, and an invitation gets a new id when
 * it is sent again. The role is therefore stored by address, at the role's group, until a user with that address joins.
 */
public final class Invitations {

    private final KeycloakSession session;
    private final Tenant tenant;
    private final InvitationManager manager;
    private final InvitationMail mail;
    private final AccountsByEmail accounts;
    private final InvitedRoles roles;

    private Invitations(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.accounts = new AccountsByEmail(session);
        this.tenant = tenant;
        this.manager = session.getProvider(OrganizationProvider.class).getInvitationManager();
        this.roles = new InvitedRoles(tenant.groups());
        this.mail = new InvitationMail(session, tenant);
    }

    public static Invitations of(KeycloakSession session, Tenant tenant) {
        return new Invitations(session, tenant);
    }

    /** An invitation that has not been accepted. */
    public record Invitation(
            String id, String email, TenantRole role, Instant createdAt, Instant expiresAt, boolean expired) {}

    /** Result of sending an invitation. */
    public sealed interface Sending {

        /** The invitation was created; {@code mailSent} says whether the mail was sent. */
        record Invited(Invitation invitation, boolean mailSent) implements Sending {}

        record AlreadyMember() implements Sending {}

        record AlreadyInvited() implements Sending {}

        /** The tenant's mail limit is reached; nothing was changed. */
        record TooManyMails(Duration retryAfter) implements Sending {}
    }

    public List<Invitation> list(String search, int first, int max) {
        if (search.indexOf('*') >= 0) {
            return matching(search).skip(first).limit(max).map(this::invitation).toList();
        }
        try (Stream<OrganizationInvitationModel> found = found(search, first, max)) {
            return found.map(this::invitation).toList();
        }
    }

    public long count(String search) {
        if (search.indexOf('*') >= 0) {
            return matching(search).count();
        }
        try (Stream<OrganizationInvitationModel> found = found(search, null, null)) {
            return found.count();
        }
    }

    /** @return empty for unknown ids and for invitations of other tenants */
    public Optional<Invitation> byId(String id) {
        return Optional.of(id)
                .filter(PlainText::is)
                .map(manager::getById)
                .filter(found -> tenant.id().equals(found.getOrganizationId()))
                .map(this::invitation);
    }

    /** Invites an address, in the same way whether it has an account or not. Replaces an expired invitation. */
    public Sending invite(UserModel sender, EmailAddress email, TenantRole role) {
        TenantLock.onTenant(session, tenant.id());
        if (isMember(email)) {
            return new Sending.AlreadyMember();
        }
        OrganizationInvitationModel before = pending(email);
        if (before != null && !before.isExpired()) {
            return new Sending.AlreadyInvited();
        }
        Optional<Duration> wait = new MailBudget(session, tenant, sender, email).take();
        if (wait.isPresent()) {
            return new Sending.TooManyMails(wait.get());
        }
        if (before != null) {
            replace(before.getId(), before.getEmail());
            roles.forget(before.getEmail());
        }
        // A tenant that invited only members need not read its pending invitations, which may be thousands.
        if (!roles.areEmpty()) {
            try (Stream<OrganizationInvitationModel> all = found("", null, null)) {
                roles.keepOnly(all.map(OrganizationInvitationModel::getEmail));
            }
        }
        roles.note(email.value(), role);
        return send(email);
    }

    /** Sends the invitation again, with a new id and a new link; the old link becomes invalid. */
    public Sending resend(UserModel sender, Invitation invitation) {
        TenantLock.onTenant(session, tenant.id());
        EmailAddress email = EmailAddress.stored(invitation.email());
        if (isMember(email)) {
            return new Sending.AlreadyMember();
        }
        Optional<Duration> wait = new MailBudget(
                        session,
                        tenant,
                        sender,
                        new EmailAddress(invitation.email().toLowerCase(Locale.ROOT)))
                .take();
        if (wait.isPresent()) {
            return new Sending.TooManyMails(wait.get());
        }
        replace(invitation.id(), invitation.email());
        return send(email);
    }

    public void revoke(Invitation invitation) {
        TenantLock.onTenant(session, tenant.id());
        manager.remove(invitation.id());
        roles.forget(invitation.email());
    }

    /**
     * Returns and removes the role in the address's invitation; empty if no invitation of this extension is pending.
     */
    Optional<TenantRole> takeRole(EmailAddress email) {
        OrganizationInvitationModel open = pending(email);
        if (open == null || open.isExpired()) {
            // The case of nearly all users, in an import of a realm too: one look-up is enough.
            return Optional.empty();
        }
        Optional<TenantRole> role = roles.of(open.getEmail());
        roles.forget(open.getEmail());
        return role;
    }

    /** Removes an invitation, so that a new one to the same address can be created. */
    private void replace(String id, String email) {
        manager.remove(id);
        // A look-up makes sure that the row is deleted before the next one is written: an address has only one at a
        // time.
        manager.getByEmail(tenant.organization(), email);
    }

    /** An address with several accounts is treated as one without: its owner registers with the link. */
    private Sending send(EmailAddress email) {
        OrganizationInvitationModel created = manager.create(tenant.organization(), email.value(), null, null);
        boolean sent = mail.send(created, accounts.only(email));
        return new Sending.Invited(invitation(created), sent);
    }

    /** Those whose address or name contains the text, in which Keycloak would read an asterisk as any text. */
    private Stream<OrganizationInvitationModel> matching(String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        try (Stream<OrganizationInvitationModel> found = found("", null, null)) {
            return found
                    .filter(one -> Stream.of(one.getEmail(), one.getFirstName(), one.getLastName())
                            .filter(Objects::nonNull)
                            .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted)))
                    .toList()
                    .stream();
        }
    }

    private Stream<OrganizationInvitationModel> found(String search, @Nullable Integer first, @Nullable Integer max) {
        Map<OrganizationInvitationModel.Filter, String> filter = new HashMap<>();
        if (!search.isEmpty()) {
            filter.put(OrganizationInvitationModel.Filter.SEARCH, search);
        }
        return manager.getAllStream(tenant.organization(), filter, first, max);
    }

    private Invitation invitation(OrganizationInvitationModel model) {
        return new Invitation(
                model.getId(),
                model.getEmail(),
                roles.of(model.getEmail()).orElse(TenantRole.MEMBER),
                Instant.ofEpochSecond(model.getCreatedAt()),
                Instant.ofEpochSecond(model.getExpiresAt()),
                model.isExpired());
    }

    private boolean isMember(EmailAddress email) {
        return accounts.all(email).stream()
                .anyMatch(account -> tenant.members().of(account).isPresent());
    }

    /** The invitation of the mailbox, expired or not, whatever the spelling of its address; null if there is none. */
    private @Nullable OrganizationInvitationModel pending(EmailAddress email) {
        return email.spellings().stream()
                .map(spelling -> manager.getByEmail(tenant.organization(), spelling))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
