package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.platform.store.AfterCommit;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.TenantAttributes;
import dev.tenantmfa.tenant.TenantEmail;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rule.TenantSettings;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/**
 * Creates tenants for users: so many for each of them, {@link TenantSettings#TENANTS_PER_PERSON}. Those that the user
 * created count, whoever owns them now; a deleted one counts until an administrator removes it for good, or deleting would
 * buy new ones.
 */
public final class Founding {

    private final KeycloakSession session;
    private final RealmModel realm;

    private Founding(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    public static Founding of(KeycloakSession session) {
        return new Founding(session);
    }

    /**
     * Creates a tenant whose OWNER the user becomes.
     *
     * @param email what the user asks for as the tenant's address; see {@link TenantEmail}
     */
    public Taking create(UserModel founder, TenantName name, Optional<EmailAddress> email) {
        TenantLock.onPerson(session, founder);
        int most = TenantSettings.TENANTS_PER_PERSON.in(realm);
        if (createdBy(founder) >= most) {
            return new Taking.TooMany(most);
        }
        Optional<EmailAddress> proved = email.filter(address -> TenantEmail.isProvedBy(founder, address));
        Taking taking = new TenantCreation(session).create(name, proved, founder, attributes -> {
            attributes.set(TenantAttributes.CREATED_BY, founder.getId());
            email.filter(address -> proved.isEmpty()).ifPresent(address -> TenantEmail.claim(attributes, address));
        });
        if (taking instanceof Taking.Taken taken) {
            rememberMembership(founder.getId(), taken.tenant().id());
        }
        return taking;
    }

    /** One query and, where a tool replaced the attributes of one of the founder's tenants, what that one keeps. */
    private long createdBy(UserModel founder) {
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        return Unfiltered.get(session, () -> {
            long declared = organizations.count(Map.of(TenantAttributes.CREATED_BY, founder.getId()));
            try (Stream<OrganizationModel> own = organizations.getByMember(founder)) {
                return declared
                        + own.filter(one -> !one.getAttributes().containsKey(TenantAttributes.CREATED_BY))
                                .filter(one -> new Tenant(session, one)
                                        .attributes()
                                        .text(TenantAttributes.CREATED_BY)
                                        .filter(founder.getId()::equals)
                                        .isPresent())
                                .count();
            }
        });
    }

    /**
     * Has Keycloak keep the new membership in its cache once it is committed. Otherwise Keycloak would make queries for it
     * whenever it looks the user up, and each tenant would make the next one slower: {@link Tenants#rememberMembershipsOf}.
     */
    private void rememberMembership(String founderId, String tenantId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        // To ask is enough.
        AfterCommit.run(
                session,
                () -> KeycloakModelUtils.runJobInTransactionWithResult(factory, own -> {
                    own.getContext().setRealm(own.realms().getRealm(realmId));
                    return Tenants.of(own)
                            .byId(tenantId)
                            .flatMap(tenant -> tenant.members().byId(founderId))
                            .isPresent();
                }));
    }
}
