package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the creation of a tenant asks the database, however many tenants the user has. */
@KeycloakIntegration
class CreationCostIT {

    private static final String SQL = "org.hibernate.SQL";

    @Test
    void creationTakesAsManyStatementsForUserOfManyTenantsAsOfFew(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        List<String> ofFew = statements(keycloak, cli, founderOf(keycloak, cli, 2));
        List<String> ofMany = statements(keycloak, cli, founderOf(keycloak, cli, 12));

        assertThat(ofMany).isNotEmpty().isEqualTo(ofFew);
    }

    /** Tokens of before the first tenant, which are for none. */
    private static Tokens founderOf(KeycloakServer keycloak, OidcClient cli, int tenants) {
        Tokens tokens = cli.password(keycloak.demo().newPerson());
        for (int i = 0; i < tenants; i++) {
            create(cli, tokens);
        }
        return tokens;
    }

    private static List<String> statements(KeycloakServer keycloak, OidcClient cli, Tokens founder) {
        Person next = keycloak.demo().newPerson();
        long mark = keycloak.log().mark();
        String level = keycloak.support().setLogLevel(SQL, "FINE");
        try {
            create(cli, founder);
        } finally {
            keycloak.support().setLogLevel(SQL, level);
        }
        cli.password(next);
        keycloak.log().await(mark, line -> line.contains("type=\"LOGIN\"") && line.contains(next.id()));
        return keycloak.log().since(mark).stream()
                .filter(line -> line.contains("[" + SQL + "]") && !line.contains("offline_"))
                .map(line -> line.substring(line.indexOf(')') + 1))
                .sorted()
                .toList();
    }

    private static void create(OidcClient cli, Tokens tokens) {
        cli.call("POST", "/tenants", tokens, Map.of("tenant_name", "Cost " + UUID.randomUUID()))
                .expect(201);
    }
}
