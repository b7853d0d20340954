package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.wiring.TenantQueries;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/** What policies of tenants do not reach, and tenants that nobody can manage. */
final class TenantChecks {

    /** For longer than that, old tokens are a risk of their own. */
    private static final int LONG_SECONDS = 3600;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final TenantQueries tenants;
    private final UserCounts users;
    private final List<LoginMethod> methods;
    private final Findings findings;

    TenantChecks(KeycloakSession session, List<LoginMethod> methods, boolean named) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.tenants = TenantQueries.of(session);
        this.users = UserCounts.of(session);
        this.methods = methods;
        this.findings = new Findings(named);
    }

    List<Finding> findings() {
        choice();
        oldSessions();
        tenantRequired();
        Tenants all = Tenants.of(session);
        tenants.perhapsWithoutOwner().stream()
                .filter(tenant -> all.byId(tenant.id())
                        .filter(found ->
                                found.deletedAt().isEmpty() && !found.members().hasActiveOwner())
                        .isPresent())
                .limit(TenantQueries.MOST)
                .forEach(tenant -> findings.add(
                        "no-owner",
                        Severity.WARNING,
                        "organization " + tenant.alias(),
                        "The tenant has no active owner: only administrators of the realm can manage it.",
                        "kcadm.sh update tenants/" + tenant.id() + "/owner -n -r " + Fix.quoted(realm.getName())
                                + " -s user_id=USER_ID"));
        return findings.all();
    }

    private void choice() {
        for (TenantQueries.Organization tenant : tenants.besideStricter()) {
            findings.add(
                    Finding.of(
                            "policy-by-choice",
                            Severity.WARNING,
                            "organization " + tenant.alias(),
                            "Members of a stricter tenant can choose this one and log in without a second factor. Anyone who knows"
                                    + " their password gets their roles of the realm and of clients: applications must read"
                                    + " tenant_id, or this tenant must require a second factor too.",
                            Fix.organization(realm.getName(), tenant.id(), "tenant-mfa.required-for", "ALL")),
                    users.besideStricter(tenant.id()));
        }
    }

    private void oldSessions() {
        if (!tenants.anyRequiresFactor()) {
            return;
        }
        int longest = longestAccessToken();
        findings.add(
                Finding.of(
                        "old-sessions",
                        longest > LONG_SECONDS ? Severity.WARNING : Severity.NOTE,
                        "sessions",
                        "Sessions began before the policy of a tenant. They are refused at their next refresh, if they have not"
                                + " shown a second factor, but anyone who has an access token of them can use it until it expires,"
                                + " up to " + longest + " seconds after it was issued.",
                        Fix.realm(realm.getName(), "notBefore=" + Time.currentTime())),
                users.withSessionsOlderThanPolicy());
    }

    private int longestAccessToken() {
        return Stream.concat(
                        Stream.of(realm.getAccessTokenLifespan()),
                        realm.getClientsStream()
                                .filter(ClientModel::isEnabled)
                                .map(client -> client.getAttribute(OIDCConfigAttributes.ACCESS_TOKEN_LIFESPAN))
                                .filter(Objects::nonNull)
                                .filter(seconds -> seconds.matches("\\d{1,9}"))
                                .map(Integer::valueOf))
                .max(Integer::compare)
                .orElseThrow();
    }

    private void tenantRequired() {
        boolean grants =
                methods.stream().anyMatch(method -> method.kind() == Kind.DIRECT_GRANT && method.state() != State.OFF);
        if (grants) {
            findings.add(
                    Finding.of(
                            "tenant-required",
                            Severity.NOTE,
                            "direct grant",
                            "Users have several tenants. Their password grants must send the parameter tenant, otherwise the"
                                    + " answer is 400 tenant_required.",
                            ""),
                    users.inSeveralTenants());
        }
    }
}
