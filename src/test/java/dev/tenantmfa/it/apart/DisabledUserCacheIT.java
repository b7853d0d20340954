package dev.tenantmfa.it.apart;

import dev.tenantmfa.it.Installations;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.assurance.LegacyTokenExchangeCases;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * A server whose user cache is off, where Keycloak counts the roles of organization groups among those of the person:
 * tenants have none, so everything is as with the cache. It also has Keycloak's legacy token exchange, which the other servers
 * do not have, so that no server is started only for that.
 */
class DisabledUserCacheIT {
    private static KeycloakServer keycloak;

    private TenantFixture tenant;

    @BeforeAll
    static void start() throws IOException {
        assumeFalse(
                "26.7.0".equals(System.getProperty("keycloak.server.version")),
                "Keycloak 26.7.0 itself cannot take people into organizations without its user cache");
        KeycloakInstallation installation = Installations.install(
                "without-user-cache", "--spi-user-cache--default--enabled=false", "--features=docker,token-exchange");
        Files.writeString(installation.home().resolve("conf/keycloak.conf"), "db-pool-max-size=40\n");
        keycloak = KeycloakServer.startWithDemo(
                installation, installation.home().resolveSibling("without-user-cache-server.log"));
        // Keycloak's protector may still be busy with one attempt when the next one comes, and then refuses it.
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
    }

    @AfterAll
    static void stop() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @BeforeEach
    void newTenant() {
        tenant = TenantFixture.create(keycloak);
    }

    @Test
    void cacheIsOff() {
        assertThat(keycloak.support().hasUserCache()).isFalse();
    }

    /** The doctor of the shared server, which has Keycloak's defaults, finds nothing of that. */
    @Test
    void doctorWarnsOfTooFewConnections() {
        assertThat(keycloak.demo().get("/mfa/doctor").expect(200).text())
                .contains("\"pool-size\"", "--db-pool-max-size=40 --http-pool-max-threads=")
                .containsPattern("kc.sh start --db-pool-max-size=\\d{3}");
    }

    @Test
    void tokensNameTheTenantAndLeakNoRole() {
        Person admin = tenant.newMember("ADMIN");
        Person outsider = keycloak.demo().newPerson();
        Tokens without = tenant.cli().password(outsider);

        Tokens grant = tenant.logIn(admin);
        AuthorizationRequest request = tenant.app().authorization();
        Tokens browser = tenant.app()
                .redeem(request, keycloak.visitor().logIn(request.uri(), admin).code());

        for (Tokens tokens : new Tokens[] {grant, browser}) {
            assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
            assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
            assertThat(tokens.claims().has("groups")).isFalse();
        }
        assertThat(grant.claims().get("realm_access"))
                .isEqualTo(without.claims().get("realm_access"));
        assertThat(grant.claims().get("resource_access"))
                .isEqualTo(without.claims().get("resource_access"));
    }

    @Test
    void rolesAreCheckedAtEachCall() {
        Person person = tenant.newMember("MEMBER");
        Tokens tokens = tenant.logIn(person);
        String path = "/me/users/" + person.id();
        assertThat(tenant.call(tokens, "GET", "/me/users", null).status()).isEqualTo(403);
        assertThat(tenant.call(tokens, "GET", path, null).status()).isEqualTo(200);

        tenant.call(tenant.owner(), "PATCH", path, Map.of("role", "ADMIN")).expect(200);

        assertThat(tenant.call(tokens, "GET", "/me/users", null).expect(200).json())
                .hasSize(2);
        assertThat(tenant.cli().refresh(tokens).claims().get("tenant_role").asText())
                .isEqualTo("ADMIN");
        assertThat(tenant.call(tokens, "PATCH", path, Map.of("role", "OWNER")).status())
                .isEqualTo(403);
        tenant.call(tenant.owner(), "PATCH", path, Map.of("role", "MEMBER")).expect(200);
        assertThat(tenant.call(tokens, "GET", "/me/users", null).status()).isEqualTo(403);
    }

    @Test
    void deactivatedMemberIsShutOutOfThisTenantAlone() {
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.add(person, "MEMBER");
        Tokens here = tenant.logIn(person);
        Tokens there = other.logIn(person);

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        assertThat(tenant.cli().refresh(here).isGranted()).isFalse();
        assertThat(tenant.call(here, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.logIn(person).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(other.cli().refresh(there).isGranted()).isTrue();
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", true))
                .expect(200);
        assertThat(tenant.logIn(person).isGranted()).isTrue();
    }

    @Test
    void lastOwnerStays() {
        Tokens owner = tenant.logIn(tenant.owner());
        String self = "/me/users/" + tenant.owner().id();
        for (Answer refused : new Answer[] {
            tenant.call(owner, "PATCH", self, Map.of("role", "ADMIN")),
            tenant.call(owner, "PATCH", self, Map.of("is_active", false)),
            tenant.call(owner, "DELETE", self, null)
        }) {
            assertThat(refused.expect(409).json().get("code").asText()).isEqualTo("last_owner");
        }
    }

    @Test
    void removedMemberIsOut() {
        Person person = tenant.newMember("ADMIN");
        Tokens tokens = tenant.logIn(person);

        tenant.call(tenant.owner(), "DELETE", "/me/users/" + person.id(), null).expect(204);

        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.cli().password(person).claims().has("tenant_id")).isFalse();
    }

    @Test
    void suspendedTenantLetsNobodyIn() {
        Tokens tokens = tenant.logIn(tenant.owner());

        tenant.suspend();

        assertThat(tenant.logIn(tenant.owner()).errorDescription())
                .isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(tenant.cli().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isIn(401, 403);
    }

    @Test
    void codeLogsInOnce() {
        Person person = tenant.newMember("MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);
        String code = enrolled.app().code();
        assertThat(tenant.logIn(person).error()).isEqualTo("mfa_required");

        assertThat(tenant.cli()
                        .password(person, "totp", code)
                        .claims()
                        .get("mfa")
                        .asBoolean())
                .isTrue();
        for (String used : new String[] {code, useUp(person, enrolled.codes().get(0))}) {
            assertThat(tenant.cli().password(person, "totp", used).errorDescription())
                    .isEqualTo("The code was incorrect.");
        }
    }

    private String useUp(Person person, String code) {
        assertThat(tenant.cli().password(person, "totp", code).isGranted()).isTrue();
        return code;
    }

    @Nested
    class LegacyTokenExchange extends LegacyTokenExchangeCases {
        LegacyTokenExchange() {
            super(keycloak);
        }
    }
}
