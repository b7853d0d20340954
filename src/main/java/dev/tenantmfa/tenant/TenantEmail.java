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
 * The e-mail address of a tenant itself. Users can set only their own verified address. Any other address is stored as
 * claimed: it does not find the tenant, and other tenants can still use it, until an owner of the tenant logs in whose
 * verified address it is.
 */
public final class TenantEmail {

    /** Attribute: the requested address, which is not verified. */
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

    /** The claimed address, if it is this user's own and verified. */
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
     * Assigns the claimed address to the tenant if it is the verified address of the user who logs in and no other
     * tenant has it. Uses a transaction of its own. Concurrent changes of the tenant take precedence; a later login
     * tries again.
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
