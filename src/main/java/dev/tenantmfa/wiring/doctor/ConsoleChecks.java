package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.tenant.console.ConsoleClient;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** The client of the tenants' console, where a realm has it. */
record ConsoleChecks(RealmModel realm) {

    List<Finding> findings() {
        return Optional.ofNullable(realm.getClientByClientId(ConsoleClient.ID))
                .filter(ClientModel::isEnabled)
                .map(this::of)
                .orElseGet(List::of);
    }

    private List<Finding> of(ClientModel client) {
        List<Finding> findings = new ArrayList<>();
        String path = "client " + ConsoleClient.ID;
        if (!client.getClientScopes(true).containsKey(RealmApi.AUDIENCE)) {
            findings.add(Finding.of(
                    "console-scope",
                    Severity.WARNING,
                    path,
                    "It lacks the default scope " + RealmApi.AUDIENCE
                            + ", so the REST API refuses its tokens and the console does not open.",
                    Fix.install(realm.getName(), "\"scope\":{\"default_for\":[\"" + ConsoleClient.ID + "\"]}")));
        }
        String address = ConsoleClient.address(realm) + "*";
        if (!client.getRedirectUris().equals(Set.of(address))) {
            findings.add(Finding.of(
                    "console-redirect",
                    Severity.WARNING,
                    path,
                    "Its redirect URIs are not only " + address
                            + ": other pages can get tokens of owners, or the console does not open.",
                    "kcadm.sh update clients/" + client.getId() + " -r " + Fix.quoted(realm.getName())
                            + " -s 'redirectUris=[\"" + address + "\"]'"));
        }
        return findings;
    }
}
