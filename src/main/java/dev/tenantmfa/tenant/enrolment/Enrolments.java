package dev.tenantmfa.tenant.enrolment;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.people.MemberRows;
import dev.tenantmfa.tenant.people.MemberRows.Elsewhere;
import dev.tenantmfa.tenant.people.StoredUsers;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * The {@link Enrolment} of many members, with a number of queries that does not depend on how many they are. Members from
 * a user storage provider without import are the exception: they are read one by one.
 */
public final class Enrolments {

    private final KeycloakSession session;
    private final Tenant tenant;
    private final MfaPolicy policy;
    private final Map<String, Boolean> deleted = new HashMap<>();

    private Enrolments(KeycloakSession session, Tenant tenant, MfaPolicy policy) {
        this.session = session;
        this.tenant = tenant;
        this.policy = policy;
    }

    /** Under the tenant's policy. */
    public static Enrolments of(KeycloakSession session, Tenant tenant) {
        return new Enrolments(session, tenant, tenant.mfaPolicy());
    }

    /** Under a policy that the tenant may get. */
    public static Enrolments under(MfaPolicy policy, KeycloakSession session, Tenant tenant) {
        return new Enrolments(session, tenant, policy);
    }

    /** Of the members whose username, e-mail address or name contains the text, by username. Loads no users. */
    public List<Enrolment> all(String text) {
        return enrolments(
                tenant.memberships().all(text),
                MemberRows.of(session, tenant.organization()).elsewhere());
    }

    /** Of these members. */
    public List<Enrolment> of(List<Membership> members) {
        List<UserModel> people = new StoredUsers(session, tenant.organization())
                .withCredentials(members.stream().map(Membership::person).toList());
        List<Membership> known = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            known.add(members.get(i).with(people.get(i)));
        }
        List<String> ids = people.stream().map(UserModel::getId).toList();
        return enrolments(
                known, MemberRows.of(session, tenant.organization(), ids).elsewhere());
    }

    private List<Enrolment> enrolments(List<Membership> members, Map<String, List<Elsewhere>> elsewhere) {
        return members.stream()
                .map(member -> Enrolment.of(session, member, policy, isShared(member.person(), elsewhere)))
                .toList();
    }

    /** As {@link Tenants#isSharedWithOthers}. */
    private boolean isShared(UserModel person, Map<String, List<Elsewhere>> elsewhere) {
        return StorageId.isLocalStorage(person.getId())
                ? elsewhere.getOrDefault(person.getId(), List.of()).stream()
                        .anyMatch(other -> other.enabled() || !isDeleted(other.organizationId()))
                : Tenants.of(session).isSharedWithOthers(person, tenant);
    }

    private boolean isDeleted(String tenantId) {
        return deleted.computeIfAbsent(
                tenantId,
                id -> Tenants.of(session)
                        .byId(id)
                        .filter(other -> other.deletedAt().isEmpty())
                        .isEmpty());
    }
}
