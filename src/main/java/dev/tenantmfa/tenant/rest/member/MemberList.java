package dev.tenantmfa.tenant.rest.member;

import dev.tenantmfa.platform.rest.CsvTable;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Preferred;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import dev.tenantmfa.tenant.enrolment.Enrolments;
import dev.tenantmfa.tenant.rule.TenantRole;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/** The members of a tenant that a request asks for, by its query. */
public final class MemberList {

    private static final String ROLE = "role";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final MultivaluedMap<String, String> query;

    public MemberList(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.query = session.getContext().getUri().getQueryParameters();
    }

    /**
     * A page of them as JSON or CSV. A table without {@code max} has all, because a file of one page is of no use.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal 400
     */
    public Response answer() {
        Page page = Page.of(session.getContext().getRealm(), query);
        Optional<Predicate<Enrolment>> filter = filter();
        if (Preferred.is(session, CsvTable.MEDIA_TYPE)) {
            long most = query.containsKey("max") ? page.max() : Long.MAX_VALUE;
            return table(all(filter, page.search()).stream()
                    .skip(page.first())
                    .limit(most)
                    .toList());
        }
        List<Enrolment> members = filter.isPresent()
                ? all(filter, page.search()).stream()
                        .skip(page.first())
                        .limit(page.max())
                        .toList()
                : Enrolments.of(session, tenant).of(tenant.members().list(page.search(), page.first(), page.max()));
        return Response.ok(
                        members.stream()
                                .map(member -> MemberView.of(session, member))
                                .toList(),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /**
     * How many {@link #answer} goes through.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal 400
     */
    public long count() {
        String search = Page.search(query);
        Optional<Predicate<Enrolment>> filter = filter();
        return filter.isPresent()
                ? all(filter, search).size()
                : tenant.members().count(search);
    }

    private Optional<Predicate<Enrolment>> filter() {
        Optional<Predicate<Enrolment>> mfa = MfaFilter.in(query).map(filter -> filter);
        Optional<Predicate<Enrolment>> role =
                role().map(wanted -> member -> member.member().role() == wanted);
        return mfa.isPresent() && role.isPresent() ? Optional.of(mfa.get().and(role.get())) : mfa.or(() -> role);
    }

    private Optional<TenantRole> role() {
        String value = query.getFirst(ROLE);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(TenantRole.ofGroup(value)
                .orElseThrow(() -> Problem.invalid(ROLE + " must be OWNER, ADMIN or MEMBER.")
                        .refusal()));
    }

    private List<Enrolment> all(Optional<Predicate<Enrolment>> filter, String search) {
        return Enrolments.of(session, tenant).all(search).stream()
                .filter(member -> filter.isEmpty() || filter.get().test(member))
                .toList();
    }

    private Response table(List<Enrolment> members) {
        CsvTable table = new CsvTable(
                "id",
                "username",
                "email",
                "role",
                "is_active",
                "mfa_enrolled",
                "mfa_methods",
                "mfa_state",
                "mfa_due_at",
                "mfa_exempt_until",
                "created_at");
        for (Enrolment enrolment : members) {
            MfaView mfa = MfaView.of(enrolment);
            MemberView.Dates dates = MemberView.Dates.of(enrolment.member());
            table.row(
                    enrolment.member().person().getId(),
                    TenantUsername.of(tenant, enrolment.member().person()),
                    enrolment.member().person().getEmail(),
                    enrolment.member().role(),
                    enrolment.member().active(),
                    mfa.enrolled(),
                    mfa.methods() == null ? null : String.join(" ", mfa.methods()),
                    mfa.state(),
                    mfa.dueAt(),
                    dates.exemptUntil(),
                    dates.createdAt());
        }
        return table.download("members-" + tenant.alias());
    }
}
