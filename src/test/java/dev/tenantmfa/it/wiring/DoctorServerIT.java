package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys, grants without a flow, Keycloak's version and the realm {@code master}, as the doctor sees them. */
@KeycloakIntegration
@WithoutBruteForceProtector
class DoctorServerIT extends ExistingRealms {

    DoctorServerIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    private static List<JsonNode> lines(ExistingRealm realm, String id) {
        return realm.doctor().get("login_methods").findParents("kind").stream()
                .filter(line -> line.get("id").asText().equals(id))
                .toList();
    }

    private static ObjectNode client(String id, String protocol, String attribute) {
        ObjectNode client =
                Json.object().put("clientId", id).put("protocol", protocol).put("publicClient", false);
        client.putArray("redirectUris").add("http://localhost:9/*");
        ObjectNode attributes = client.putObject("attributes");
        if (!attribute.isEmpty()) {
            attributes.put(attribute, "true");
        }
        return client;
    }

    @Test
    void grantsAndProtocolsWithoutAFlow() {
        ExistingRealm realm = wired(Map.of("gate", "keep"));
        Person person = realm.admin().newPerson();
        realm.admin().create("/clients", client("pump", "saml", "saml.allow.ecp.flow"));
        realm.admin().create("/clients", client("registry", "docker-v2", ""));
        realm.admin().create("/clients", client("bank", "openid-connect", "oidc.ciba.grant.enabled"));
        realm.admin().create("/clients", client("agent", "openid-connect", "oauth2.jwt.authorization.grant.enabled"));
        realm.admin().create("/clients", client("service", "openid-connect", "standard.token.exchange.enabled"));
        List<String> open = List.of(
                "client:agent:jwt-authorization-grant",
                "client:bank:ciba",
                "client:pump:saml-ecp",
                "client:registry:docker");

        assertThat(open).allSatisfy(id -> assertThat(realm.state(id)).isEqualTo("PARTLY"));
        assertThat(realm.state("client:service:token-exchange")).isEqualTo("GUARDED");
        assertThat(realm.findings())
                .containsExactlyElementsOf(
                        open.stream().map(id -> id + ": other-grants").toList());
        assertThat(Fixes.finding(realm, "other-grants").get("users").asInt()).isZero();
        assertThat(realm.text("GET", "/mfa/doctor", null)).contains("PARTLY   SAML ECP", "client pump");
        assertThat(person.username()).isNotEmpty();

        trust(realm, "bank");
        assertThat(realm.state("client:bank:ciba")).as("trusted as MFA").isEqualTo("GUARDED");
        trust(realm, "pump");
        assertThat(realm.state("client:pump:saml-ecp"))
                .as("trust is for grants only")
                .isEqualTo("PARTLY");

        realm.admin().setAttribute("tenant-mfa.gate", "strict");
        assertThat(realm.findings()).as("the gate asks all").isEmpty();

        realm.admin()
                .updateClient(
                        "pump",
                        client -> client.withObjectProperty("attributes").put("tenant-mfa.gate", "off"));
        assertThat(realm.state("client:pump:saml-ecp")).isEqualTo("OPEN");
        assertThat(realm.findings()).containsExactly("client:pump:saml-ecp: other-grants", "gate-off");
        assertThat(realm.admin().get("/mfa/doctor?fail_on=open").status()).isEqualTo(409);
        assertThat(Fixes.finding(realm, "other-grants").get("path").asText()).isEqualTo("client pump / SAML ECP");
        Fixes.mend(realm, "other-grants");
        Fixes.mend(realm, "gate-off");

        realm.admin().setAttribute("tenant-mfa.gate", "policy");
        while (!realm.findings().isEmpty()) {
            Fixes.run(realm, Fixes.finding(realm, "other-grants").get("fix").asText());
        }
        assertThat(lines(realm, "client:registry:docker"))
                .as("a client that is off")
                .isEmpty();
    }

    private static void trust(ExistingRealm realm, String client) {
        realm.admin()
                .updateClient(
                        client, one -> one.withObjectProperty("attributes").put("tenant-mfa.trusted-as-mfa", "true"));
    }

    @Test
    void keyOfTheRealmAndOfTheVault() {
        ExistingRealm realm = wired();
        assertThat(Fixes.finding(realm, "key-in-database").get("severity").asText())
                .isEqualTo("note");

        realm.admin().setAttribute("tenant-mfa.encryption-key", "${vault.doctor-key}");
        assertThat(realm.findings()).containsExactly("key-unusable");
        assertThat(Fixes.finding(realm, "key-unusable").get("why").asText()).contains("is not in the vault");

        keycloak.putIntoVault(realm.name(), "doctor-key", "too short");
        assertThat(Fixes.finding(realm, "key-unusable").get("why").asText()).contains("shorter than 32 characters");

        realm.admin().setAttribute("tenant-mfa.encryption-key", "a key in clear, which is long enough for AES");
        JsonNode clear = Fixes.finding(realm, "key-unusable");
        assertThat(clear.get("path").asText()).isEqualTo("realm attribute tenant-mfa.encryption-key");
        assertThat(clear.toString()).doesNotContain("a key in clear, which");
        Fixes.mend(realm, "key-unusable");

        realm.admin().setAttribute("tenant-mfa.encryption-key", "${vault.doctor-key}");
        keycloak.putIntoVault(realm.name(), "doctor-key", "0123456789012345678901234567890123456789");
        assertThat(Fixes.findings(realm).toString()).doesNotContain("key-in-database", "key-unusable");
    }

    @Test
    void vulnerabilitiesOfThisVersion() {
        ExistingRealm realm = wired(Map.of("gate", "keep"));
        realm.admin()
                .updateClient(
                        "app",
                        client -> client.withObjectProperty("attributes")
                                .put("acr.loa.map", "{\"silver\":2}")
                                .put("minimum.acr.value", "silver"));

        List<String> paths = DoctorRealmIT.paths(realm, "keycloak-version");
        assertThat(paths).anyMatch(path -> path.endsWith(" / CVE-2026-133221"));
        assertThat(paths).anyMatch(path -> path.endsWith(" / CVE-2026-133228"));
        assertThat(realm.findings()).isEmpty();
        // The oldest versions also have a vulnerability that is an error: CVE-2026-18963.
        boolean isError = List.of("26.7.0", "26.7.1").contains(System.getProperty("keycloak.server.version"));
        assertThat(realm.admin().get("/mfa/doctor?fail_on=open").status()).isEqualTo(isError ? 409 : 200);
        assertThat(realm.admin().get("/mfa/doctor?fail_on=warning").status()).isEqualTo(409);

        for (String cve : List.of("CVE-2026-133221", "CVE-2026-133228")) {
            JsonNode finding = Fixes.findings(realm).stream()
                    .filter(one -> one.get("path").asText().endsWith(cve))
                    .findFirst()
                    .orElseThrow();
            assertThat(finding.get("severity").asText()).isEqualTo("warning");
            Fixes.run(realm, finding.get("fix").asText());
            assertThat(DoctorRealmIT.paths(realm, "keycloak-version")).noneMatch(path -> path.endsWith(cve));
        }
    }

    @Test
    void realmMaster() {
        ExistingRealm realm = wired();
        RealmAdmin master = keycloak.admin().realm("master");
        JsonNode finding = Fixes.finding(realm, "master-unwired");
        assertThat(finding.get("severity").asText()).isEqualTo("note");
        assertThat(finding.get("path").asText()).startsWith("realm master (browser, direct-grant");
        try {
            Fixes.run(realm, finding.get("fix").asText());

            assertThat(Fixes.findings(realm).toString()).doesNotContain("master-unwired");
            assertThat(master.get("/mfa/doctor").expect(200).json().toString()).doesNotContain("master-unwired");
        } finally {
            master.post("/mfa/uninstall", Map.of("dry_run", false)).expect(200);
        }
        assertThat(Fixes.finding(realm, "master-unwired").get("path").asText())
                .isEqualTo(finding.get("path").asText());
    }
}
