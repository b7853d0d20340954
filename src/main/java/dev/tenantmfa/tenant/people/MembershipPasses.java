package dev.tenantmfa.tenant.people;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OrganizationModel.OrganizationMemberJoinEvent;
import org.keycloak.models.OrganizationModel.OrganizationMemberLeaveEvent;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Ends access passes that a tenant made when it loses its power over the account: the membership ends or is suspended, or
 * the user joins another tenant, in any way.
 */
public final class MembershipPasses implements Listener {

    /** Ends a pass that the tenant made. */
    public static void end(KeycloakSession session, UserModel person, String tenantId) {
        AccessPasses.of(session).ifPresent(passes -> passes.removeMadeBy(person, tenantId::equals));
    }

    private static void onProviderEvent(ProviderEvent event) {
        if (event instanceof OrganizationMemberLeaveEvent leave) {
            end(leave.getSession(), leave.getUser(), leave.getOrganization().getId());
        } else if (event instanceof OrganizationMemberJoinEvent join) {
            String joined = join.getOrganization().getId();
            AccessPasses.of(join.getSession())
                    .ifPresent(passes -> passes.removeMadeBy(join.getUser(), maker -> !maker.equals(joined)));
        }
    }

    /** Active in every realm, without being enabled there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-membership-passes";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new MembershipPasses();
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(MembershipPasses::onProviderEvent);
        }
    }
}
