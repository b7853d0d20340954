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
import dev.tenantmfa.tenant.people.People;
import dev.tenantmfa.tenant.rule.TenantSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/**
 * Creates tenants for users, up to {@link TenantSettings#TENANTS_PER_PERSON} for each user. All tenants that the user
 * created count, no matter who owns them now. A deleted one counts until an administrator deletes it permanently; otherwise
 * deleting tenants would let users create new ones.
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
     * Creates a tenant and makes the user its OWNER.
     *
     * @param email the address that the user requests for the tenant; see {@link TenantEmail}
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
        if (taking instanceof Taking.Taken) {
            rememberMemberships(founder.getId());
        }
        return taking;
    }

    /** Uses one query and, if a tool replaced the attributes of one of the founder's tenants, its stored values. */
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
     * Makes Keycloak cache the memberships, with the new one, once it is committed. Otherwise Keycloak would query them
     * whenever it looks up the user, and each tenant would slow down the creation of the next one: {@link
     * Tenants#rememberMembershipsOf}. Not in the request: after Keycloak has emptied its user cache, which it does for
     * each group that is deleted in the realm, this takes several queries for each tenant of the user.
     */
    private void rememberMemberships(String founderId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        ExecutorService background =
                session.getProvider(ExecutorsProvider.class).getExecutor("tenant-mfa-memberships");
        AfterCommit.run(
                session,
                () -> background.execute(() -> KeycloakModelUtils.runJobInTransaction(factory, own -> {
                    own.getContext().setRealm(own.realms().getRealm(realmId));
                    People.byId(own, founderId).ifPresent(Tenants.of(own)::rememberMembershipsOf);
                })));
    }
}
