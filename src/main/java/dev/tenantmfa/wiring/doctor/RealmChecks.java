package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is wrong with a realm beyond its flows. */
final class RealmChecks {

    private static final String REDIRECTS = "kc.org.broker.redirect.mode.email-matches";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<LoginMethod> methods;
    private final boolean named;
    private final Findings findings = new Findings(false);

    /** @param named whether users are named */
    RealmChecks(KeycloakSession session, List<LoginMethod> methods, boolean named) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.methods = methods;
        this.named = named;
    }

    /** @param withFactor users who have a factor of this extension */
    List<Finding> findings(UserCounts.Users withFactor) {
        clients();
        identityFirst();
        delivery();
        List<Finding> all = new ArrayList<>();
        all.addAll(new ActionChecks(realm, UserCounts.of(session), isWired(), named).findings());
        all.addAll(findings.all());
        all.addAll(new PolicyChecks(session).findings());
        if (realm.isOrganizationsEnabled()) {
            all.addAll(new TenantChecks(session, methods, named).findings());
        }
        all.addAll(new ConsoleChecks(realm).findings());
        all.addAll(new ScopeChecks(realm, isWired()).findings());
        all.addAll(new KeyChecks(session, withFactor, named).findings());
        all.addAll(new ServerChecks(session).findings());
        return all;
    }

    private boolean isWired() {
        return methods.stream().anyMatch(one -> one.state() == State.GUARDED || one.state() == State.PARTLY);
    }

    private void clients() {
        realm.getClientsStream()
                .filter(ClientModel::isEnabled)
                .filter(GateSettings::isOff)
                .forEach(client -> findings.add(
                        "gate-off",
                        Severity.WARNING,
                        "client " + client.getClientId(),
                        "Its tokens are issued without the second factor that a policy requires.",
                        "kcadm.sh update clients/" + client.getId() + " -r " + Fix.quoted(realm.getName())
                                + " -s 'attributes.\"" + GateSettings.KEY + "\"=on'"));
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
            findings.add(
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
            findings.add(
                    "events-off",
                    Severity.WARNING,
                    "events",
                    "Attempts and changes of factors are not stored: no audit for owners and administrators.",
                    Fix.events(realm.getName()));
        }
        if (realm.getSmtpConfig() == null || realm.getSmtpConfig().isEmpty()) {
            findings.add(
                    "no-mail",
                    Severity.WARNING,
                    "email",
                    "Nobody is told when a second factor is set up, removed or attacked.",
                    Fix.realm(
                            realm.getName(),
                            "'smtpServer={\"host\":\"smtp.example.com\",\"from\":\"sso@example.com\"}'"));
        }
    }
}
