package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.tenant.token.TenantMapper;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Version;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;

/** What is wrong with a realm beyond its flows. */
final class RealmChecks {

    private static final String SCOPE = RealmApi.AUDIENCE;
    private static final String REDIRECTS = "kc.org.broker.redirect.mode.email-matches";

    /** Protocols and grants that have no flow, by the client attribute that switches them on. */
    private static final Map<String, String> WITHOUT_FLOW = Map.of(
            "saml.allow.ecp.flow", "SAML ECP",
            "oidc.ciba.grant.enabled", "CIBA",
            "standard.token.exchange.enabled", "token exchange",
            "oauth2.jwt.authorization.grant.enabled", "JWT authorization grant");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<LoginMethod> methods;
    private final UserCounts users;
    private final boolean named;
    private final List<Finding> findings = new ArrayList<>();

    /** @param named whether users are named */
    RealmChecks(KeycloakSession session, List<LoginMethod> methods, boolean named) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.methods = methods;
        this.users = UserCounts.of(session);
        this.named = named;
    }

    List<Finding> findings() {
        findings.addAll(new ActionChecks(realm, users, isWired(), named).findings());
        clients();
        findings.addAll(new PolicyChecks(session).findings());
        scope();
        findings.addAll(new ConsoleChecks(realm).findings());
        identityFirst();
        delivery();
        severalTenants();
        version();
        return findings;
    }

    private boolean isWired() {
        return methods.stream().anyMatch(one -> one.state() == State.GUARDED || one.state() == State.PARTLY);
    }

    private void clients() {
        realm.getClientsStream().filter(ClientModel::isEnabled).forEach(client -> {
            if (GateSettings.isOff(client)) {
                add(
                        "gate-off",
                        Severity.WARNING,
                        "client " + client.getClientId(),
                        "Its tokens are issued without the second factor that a policy requires.",
                        "kcadm.sh update clients/" + client.getId() + " -r " + Fix.quoted(realm.getName())
                                + " -s 'attributes.\"tenant-mfa.gate\"='");
            }
            WITHOUT_FLOW.forEach((attribute, name) -> {
                if ("true".equals(client.getAttribute(attribute))) {
                    other(client, name);
                }
            });
            if ("docker-v2".equals(client.getProtocol())) {
                other(client, "Docker");
            }
        });
    }

    private void other(ClientModel client, String name) {
        add(
                "other-grants",
                Severity.NOTE,
                "client " + client.getClientId(),
                name + " has no flow that can ask for a second factor. The gate checks what the session has shown.",
                "");
    }

    private void scope() {
        ClientScopeModel scope = realm.getClientScopesStream()
                .filter(one -> SCOPE.equals(one.getName()))
                .findFirst()
                .orElse(null);
        if (scope == null) {
            if (isWired()) {
                add(
                        "no-scope",
                        Severity.WARNING,
                        "client scope " + SCOPE,
                        "No token names the tenant or is accepted by the REST APIs of this extension.",
                        Fix.install(realm.getName(), "\"scope\":{\"create\":true}"));
            }
            return;
        }
        Set<String> mappers = scope.getProtocolMappersStream()
                .map(ProtocolMapperModel::getProtocolMapper)
                .collect(Collectors.toSet());
        Stream.of(TenantMapper.PROVIDER_ID, AudienceProtocolMapper.PROVIDER_ID)
                .filter(mapper -> !mappers.contains(mapper))
                .forEach(mapper -> add(
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
            add(
                    "scope-unused",
                    Severity.NOTE,
                    "client scope " + SCOPE,
                    "No client has it, so no token names the tenant.",
                    "kcadm.sh create mfa/install -r " + Fix.quoted(realm.getName())
                            + " -o -b '{\"dry_run\":false,\"scope\":{\"default_for\":[\"CLIENT_ID\"]}}'");
        }
    }

    private void identityFirst() {
        boolean redirects = realm.isOrganizationsEnabled()
                && session.identityProviders()
                        .getAllStream()
                        .filter(IdentityProviderModel::isEnabled)
                        .anyMatch(provider -> provider.getOrganizationId() != null
                                && "true".equals(provider.getConfig().get(REDIRECTS)));
        FlowTree browser = methods.stream()
                .filter(one -> one.kind() == Kind.BROWSER && one.scope() == LoginMethod.Scope.REALM)
                .map(LoginMethod::flow)
                .findFirst()
                .orElse(null);
        boolean asks = browser == null
                || browser.steps()
                        .anyMatch(step -> step.isEnabled()
                                && (step.authenticator().equals("organization")
                                        || step.authenticator().equals(StepKind.SIGN_IN_STEP)));
        if (redirects && !asks && browser != null) {
            add(
                    "identity-first-lost",
                    Severity.WARNING,
                    browser.alias(),
                    "An identity provider of an organization redirects by e-mail domain, but the browser flow has no"
                            + " organization step: those users get a password field.",
                    "Add the step \"organization\" as in Keycloak's own browser flow.");
        }
    }

    private void delivery() {
        if (!realm.isEventsEnabled()) {
            add(
                    "events-off",
                    Severity.WARNING,
                    "events",
                    "Attempts and changes of factors are not stored: no audit for owners and administrators.",
                    Fix.events(realm.getName()));
        }
        if (realm.getSmtpConfig() == null || realm.getSmtpConfig().isEmpty()) {
            add(
                    "no-mail",
                    Severity.WARNING,
                    "email",
                    "Nobody is told when a second factor is set up, removed or attacked.",
                    Fix.realm(realm.getName(), "'smtpServer={\"host\":\"HOST\",\"from\":\"ADDRESS\"}'"));
        }
    }

    private void severalTenants() {
        if (realm.isOrganizationsEnabled() && isWired()) {
            add(
                    Finding.of(
                            "policy-by-choice",
                            Severity.NOTE,
                            "organizations",
                            "They choose the tenant at each login, and the policy of that tenant applies. Password grants"
                                    + " must send the parameter tenant. Applications must read tenant_id.",
                            ""),
                    users.inSeveralTenants());
        }
    }

    private void version() {
        boolean strict = GateSettings.isStrict(realm);
        add(
                "keycloak-version",
                Severity.NOTE,
                "Keycloak " + Version.VERSION,
                "See docs/keycloak-cves.md for the CVEs that touch a second factor in this version."
                        + (!strict
                                ? " The gate is not strict: sessions that Keycloak opens after a link from a mail"
                                        + " (CVE-2026-133221) are checked only where a tenant has a policy."
                                : ""),
                !strict ? Fix.realm(realm.getName(), "'attributes.\"tenant-mfa.gate\"=strict'") : "");
    }

    /** Only if there are any. */
    private void add(Finding finding, UserCounts.Users concerned) {
        long count = concerned.count();
        if (count > 0) {
            @Nullable List<String> names = named ? concerned.names() : null;
            findings.add(finding.concerning(count, names));
        }
    }

    private void add(String id, Severity severity, String path, String why, String fix) {
        findings.add(Finding.of(id, severity, path, why, fix));
    }
}
