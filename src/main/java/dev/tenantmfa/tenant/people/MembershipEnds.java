package dev.tenantmfa.tenant.people;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.device.TrustedDevices;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.provider.Listener;
import java.util.Optional;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupModel.GroupMemberJoinEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.OrganizationModel.OrganizationMemberJoinEvent;
import org.keycloak.models.OrganizationModel.OrganizationMemberLeaveEvent;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Ends what a membership gave when the membership ends or is suspended, by REST or in Keycloak's console: the devices that
 * the user trusts for the tenant, and an access pass that the tenant made. Such a pass also ends when the user joins
 * another tenant, because the tenant loses its power over the account.
 */
public final class MembershipEnds implements Listener {

    /** The organization group of suspended members, who keep their role. */
    public static final String DEACTIVATED = "DEACTIVATED";

    /** The membership of the user in the tenant ended or is suspended. */
    public static void end(KeycloakSession session, UserModel person, String tenantId) {
        AccessPasses.of(session).ifPresent(passes -> passes.removeMadeBy(person, tenantId::equals));
        TrustedDevices.of(session, person).forgetIn(tenantId);
    }

    private static void onProviderEvent(ProviderEvent event) {
        if (event instanceof OrganizationMemberLeaveEvent leave) {
            end(leave.getSession(), leave.getUser(), leave.getOrganization().getId());
        } else if (event instanceof OrganizationMemberJoinEvent join) {
            String joined = join.getOrganization().getId();
            AccessPasses.of(join.getSession())
                    .ifPresent(passes -> passes.removeMadeBy(join.getUser(), maker -> !maker.equals(joined)));
        } else if (event instanceof GroupMemberJoinEvent join) {
            suspendedIn(join.getGroup())
                    .ifPresent(tenant -> end(join.getKeycloakSession(), join.getUser(), tenant.getId()));
        }
    }

    private static Optional<OrganizationModel> suspendedIn(GroupModel group) {
        return DEACTIVATED.equals(group.getName()) && group.getType() == GroupModel.Type.ORGANIZATION
                ? Optional.ofNullable(group.getOrganization())
                : Optional.empty();
    }

    /** Active in every realm, without being enabled there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-membership-ends";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new MembershipEnds();
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(MembershipEnds::onProviderEvent);
        }
    }
}
