package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The e-mail address of a tenant itself. A user can give it only an address that is the user's own and verified. Any other
 * one is noted as claimed: nothing is found by it and nobody is kept from it, until an owner of the tenant logs in whose
 * verified address it is.
 */
public final class TenantEmail {

    /** Attribute: the address that was asked for and is not proved. */
    static final String CLAIMED = "tenant-mfa.email-claimed";

    private static final Logger LOG = Logger.getLogger(TenantEmail.class);

    private TenantEmail() {}

    /** Whether the address is the user's own, and verified. */
    public static boolean isProvedBy(UserModel user, EmailAddress address) {
        return user.isEmailVerified()
                && user.getEmail() != null
                && address.spellings()
                        .contains(EmailAddress.stored(user.getEmail()).value());
    }

    public static void claim(TenantAttributes attributes, EmailAddress address) {
        attributes.set(CLAIMED, address.value());
    }

    /** The claimed address, if this user proves it. */
    private static Optional<EmailAddress> provable(Tenant tenant, UserModel user) {
        return tenant.attributes()
                .text(CLAIMED)
                .flatMap(EmailAddress::parse)
                .filter(address -> tenant.email().isEmpty() && isProvedBy(user, address))
                .filter(address -> tenant.members()
                        .of(user)
                        .filter(member -> member.active() && member.role() == TenantRole.OWNER)
                        .isPresent());
    }

    /**
     * Gives the tenant its claimed address if the user who logs in proves it and no other tenant has it. In a transaction
     * of its own; what others do with the tenant at this moment goes first, and a later login tries again.
     */
    public static void settle(KeycloakSession session, Tenant tenant, UserModel user) {
        if (provable(tenant, user).isEmpty()) {
            return;
        }
        String realmId = session.getContext().getRealm().getId();
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), own -> settle(own, realmId, tenant.id(), user.getId()));
        } catch (TenantBusyException e) {
            LOG.debugf(e, "The address of tenant %s is settled at a later login", tenant.id());
        }
    }

    private static void settle(KeycloakSession own, String realmId, String tenantId, String userId) {
        RealmModel realm = own.realms().getRealm(realmId);
        own.getContext().setRealm(realm);
        TenantLock.onTenant(own, tenantId);
        Optional<Tenant> tenant = Tenants.of(own).byId(tenantId);
        UserModel user = own.users().getUserById(realm, userId);
        if (tenant.isEmpty() || user == null) {
            return;
        }
        provable(tenant.get(), user).ifPresent(address -> {
            TenantLock.onEmail(own, address);
            if (Tenants.of(own).byEmail(address).isEmpty()) {
                tenant.get()
                        .attributes()
                        .set(TenantAttributes.EMAIL, address.value())
                        .set(CLAIMED, (String) null)
                        .save();
            }
        });
    }
}
