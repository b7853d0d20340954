package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets stay sealed in an export, and open after an import. */
@KeycloakIntegration
class ExportedSecretsIT {
    private static final String KEY = "tenant-mfa.encryption-key";
    private static final String PREVIOUS = "tenant-mfa.previous-encryption-keys";

    @AfterEach
    void useTheRealmKeyAgain(KeycloakServer keycloak) {
        keycloak.demo().update(realm -> {
            realm.withObjectProperty("attributes").put(KEY, "");
            realm.withObjectProperty("attributes").put(PREVIOUS, "");
        });
    }

    @Test
    void exportedRealmImportsWithFactorsIntact(KeycloakServer keycloak) {
        // What an export holds of a credential is the stored row; sealed once more it would not open.
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        ObjectNode user = realm.user(enrolled.person());
        var credentials = user.putArray("credentials");
        for (StoredCredential stored : keycloak.support().credentials(realm, enrolled.person())) {
            credentials
                    .addObject()
                    .put("id", stored.id())
                    .put("type", stored.type())
                    .put("userLabel", stored.userLabel())
                    .put("createdDate", stored.createdDate())
                    .put("credentialData", stored.credentialData())
                    .put("secretData", stored.secretData());
        }
        realm.deletePerson(enrolled.person());

        ObjectNode batch = Json.object().put("ifResourceExists", "FAIL");
        batch.putArray("users").add(user);
        realm.post("/partialImport", batch).expect(200);

        assertThat(logIn(keycloak, enrolled, enrolled.app().code()).isGranted()).isTrue();
        assertThat(logIn(keycloak, enrolled, enrolled.codes().get(5)).isGranted())
                .isTrue();
    }

    @Test
    void exportedCredentialsOpenForAUserUnderNewIds(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        String username = "copy-" + enrolled.person().username();
        String email = "copy-" + enrolled.person().email();
        ObjectNode user = Json.object()
                .put("username", username)
                .put("email", email)
                .put("firstName", "Co")
                .put("lastName", "Py")
                .put("emailVerified", true)
                .put("enabled", true);
        var credentials = user.putArray("credentials");
        for (StoredCredential stored : keycloak.support().credentials(realm, enrolled.person())) {
            ObjectNode credential = credentials
                    .addObject()
                    .put("type", stored.type())
                    .put("userLabel", stored.userLabel())
                    .put("createdDate", stored.createdDate())
                    .put("credentialData", stored.credentialData())
                    .put("secretData", stored.secretData());
            if (stored.type().equals("tmfa-backup-codes")) {
                // With the id of a credential that is still there, and without any.
                credential.put("id", stored.id());
            }
        }
        Person person = new Person(
                realm.create("/users", user), username, email, enrolled.person().password());

        OidcClient cli = keycloak.client("demo-cli");
        Enrolled there = new Enrolled(person, enrolled.app(), enrolled.codes(), enrolled.tokens(), keycloak.visitor());
        assertThat(there.grant(cli, enrolled.app().code()).isGranted()).isTrue();
        assertThat(there.grant(cli, enrolled.codes().get(3)).isGranted()).isTrue();
        assertThat(logIn(keycloak, enrolled, enrolled.codes().get(4)).isGranted())
                .as("the one who was exported")
                .isTrue();
    }

    private static Tokens logIn(KeycloakServer keycloak, Enrolled enrolled, String code) {
        return enrolled.grant(keycloak.client("demo-cli"), code);
    }
}
