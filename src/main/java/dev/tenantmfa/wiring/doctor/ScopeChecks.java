package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.tenant.token.TenantMapper;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;

/** Whether tokens name the tenant and are accepted by the REST APIs of this extension. */
final class ScopeChecks {

    private static final String SCOPE = RealmApi.AUDIENCE;

    private final RealmModel realm;
    private final boolean wired;
    private final Findings findings = new Findings(false);

    ScopeChecks(RealmModel realm, boolean wired) {
        this.realm = realm;
        this.wired = wired;
    }

    List<Finding> findings() {
        ClientScopeModel scope = realm.getClientScopesStream()
                .filter(one -> SCOPE.equals(one.getName()))
                .findFirst()
                .orElse(null);
        if (scope == null) {
            if (wired) {
                findings.add(
                        "no-scope",
                        Severity.WARNING,
                        "client scope " + SCOPE,
                        "No token names the tenant or is accepted by the REST APIs of this extension.",
                        Fix.install(realm.getName(), "\"scope\":{\"create\":true}"));
            }
            return findings.all();
        }
        Set<String> mappers = scope.getProtocolMappersStream()
                .map(ProtocolMapperModel::getProtocolMapper)
                .collect(Collectors.toSet());
        Stream.of(TenantMapper.PROVIDER_ID, AudienceProtocolMapper.PROVIDER_ID)
                .filter(mapper -> !mappers.contains(mapper))
                .forEach(mapper -> findings.add(
                        "mapper-missing",
                        Severity.WARNING,
                        "client scope " + SCOPE + " / " + mapper,
                        "Tokens of this scope lack the tenant or the audience of the REST APIs.",
                        "kcadm.sh create client-scopes/" + scope.getId() + "/protocol-mappers/models -r "
                                + Fix.quoted(realm.getName()) + " -s name=" + mapper
                                + " -s protocol=openid-connect -s protocolMapper=" + mapper
                                + " -s 'config.\"access.token.claim\"=true'"
                                + (mapper.startsWith("oidc")
                                        ? " -s 'config.\"included.custom.audience\"=tenant-mfa'"
                                        : "")));
        boolean used = realm.getClientsStream()
                .anyMatch(client -> client.getClientScopes(true).containsKey(SCOPE)
                        || client.getClientScopes(false).containsKey(SCOPE));
        if (!used) {
            findings.add(
                    "scope-unused",
                    Severity.NOTE,
                    "client scope " + SCOPE,
                    "No client has it, so no token names the tenant.",
                    "kcadm.sh create mfa/install -r " + Fix.quoted(realm.getName())
                            + " -o -b '{\"dry_run\":false,\"scope\":{\"default_for\":[\"CLIENT_ID\"]}}'");
        }
        return findings.all();
    }
}
