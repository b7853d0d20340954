package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets are sealed at rest; what does not open lets nobody in and says so. */
@KeycloakIntegration
class EncryptionIT {
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
    void tamperedSecretLetsNobodyInAndSaysSo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        StoredCredential app = keycloak.support().credential(keycloak.demo(), enrolled.person(), "tmfa-totp");
        String sealed = app.secret().get("sealed").asText();
        char last = sealed.charAt(sealed.length() - 2);
        String tampered = sealed.substring(0, sealed.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + sealed.substring(sealed.length() - 1);
        long mark = keycloak.log().mark();

        keycloak.support()
                .replaceSecretData(keycloak.demo(), enrolled.person(), app, Json.write(Map.of("sealed", tampered)));

        assertUnusable(keycloak, enrolled);
        keycloak.log()
                .await(
                        mark,
                        line -> line.contains("ERROR") && line.contains(app.id()) && line.contains("does not open"));
        Tokens byBackupCode = logIn(keycloak, enrolled, enrolled.codes().get(0));
        assertThat(byBackupCode.isGranted()).as("the other factor still works").isTrue();
    }

    @Test
    void secretOfAnotherPersonDoesNotOpen(KeycloakServer keycloak) {
        Enrolled victim = Enrolled.create(keycloak);
        Enrolled attacker = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        StoredCredential theirs = keycloak.support().credential(realm, victim.person(), "tmfa-totp");

        keycloak.support()
                .replaceSecretData(
                        realm,
                        victim.person(),
                        theirs,
                        keycloak.support()
                                .credential(realm, attacker.person(), "tmfa-totp")
                                .secretData());

        assertThat(keycloak.client("demo-cli")
                        .password(victim.person(), "totp", attacker.app().code())
                        .isGranted())
                .isFalse();
    }

    @Test
    void garbageInStoredDataIsAClearError(KeycloakServer keycloak) {
        for (String garbage :
                List.of("", "{}", "null", "[]", "not json", "{\"sealed\":\"tmfa1.x.y\"}", "{\"sealed\":5}")) {
            Enrolled enrolled = Enrolled.create(keycloak);
            StoredCredential app = keycloak.support().credential(keycloak.demo(), enrolled.person(), "tmfa-totp");
            keycloak.support().replaceSecretData(keycloak.demo(), enrolled.person(), app, garbage);

            assertUnusable(keycloak, enrolled);
        }
        for (String garbage : List.of("{}", "null", "[]", "{\"digits\":99,\"period\":0,\"algorithm\":\"MD5\"}")) {
            Enrolled enrolled = Enrolled.create(keycloak);
            StoredCredential app = keycloak.support().credential(keycloak.demo(), enrolled.person(), "tmfa-totp");
            keycloak.support().replaceCredentialData(keycloak.demo(), enrolled.person(), app, garbage);

            assertUnusable(keycloak, enrolled);
        }
    }

    @Test
    void vaultKeySealsWhatIsSetUpAndTheOldKeyStillOpens(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Enrolled before = Enrolled.create(keycloak);
        assertThat(keyIdOf(keycloak, before, "tmfa-totp")).startsWith("realm:");
        keycloak.putIntoVault("demo", "mfa-one", "0123456789abcdef0123456789abcdef-one");
        realm.setAttribute(KEY, "${vault.mfa-one}");

        Enrolled after = Enrolled.create(keycloak);
        assertThat(keyIdOf(keycloak, after, "tmfa-totp")).startsWith("vault:");
        assertThat(keyIdOf(keycloak, after, "tmfa-backup-codes")).startsWith("vault:");
        assertThat(logIn(keycloak, before, before.app().code()).isGranted()).isTrue();
        assertThat(keyIdOf(keycloak, before, "tmfa-totp"))
                .as("sealed anew by the use")
                .startsWith("vault:");
        assertThat(logIn(keycloak, before, before.codes().get(1)).isGranted()).isTrue();
        assertThat(keyIdOf(keycloak, before, "tmfa-backup-codes")).startsWith("vault:");

        String firstKey = keyIdOf(keycloak, after, "tmfa-totp");
        keycloak.putIntoVault("demo", "mfa-two", "fedcba9876543210fedcba9876543210-two");
        realm.update(changed -> {
            changed.withObjectProperty("attributes").put(KEY, "${vault.mfa-two}");
            changed.withObjectProperty("attributes").put(PREVIOUS, "${vault.gone}, ${vault.mfa-one}");
        });
        assertThat(logIn(keycloak, after, after.app().code()).isGranted()).isTrue();
        assertThat(keyIdOf(keycloak, after, "tmfa-totp")).startsWith("vault:").isNotEqualTo(firstKey);

        realm.setAttribute(PREVIOUS, "");
        assertThat(logIn(keycloak, after, after.codes().get(0)).isGranted())
                .as("backup codes are still sealed with the key that is gone")
                .isFalse();
    }

    @Test
    void keyThatCannotBeHadStopsTheSetUpWithAPage(KeycloakServer keycloak) {
        for (String reference : List.of("${vault.missing}", "a key in clear, which would stand in the database")) {
            keycloak.demo().setAttribute(KEY, reference);
            var request = keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure");

            WebPage page =
                    keycloak.visitor().logIn(request.uri(), keycloak.demo().newPerson());

            assertThat(page.status()).isEqualTo(400);
            assertThat(page.text()).contains("A second factor cannot be set up at the moment.");
        }
    }

    @Test
    void rotationOfTheRealmKeyReencryptsOnUse(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        Enrolled enrolled = Enrolled.create(keycloak);
        String oldKey = keyIdOf(keycloak, enrolled, "tmfa-totp");
        ObjectNode provider = Json.object()
                .put("name", "aes-new")
                .put("providerId", "aes-generated")
                .put("providerType", "org.keycloak.keys.KeyProvider")
                .put("parentId", realm.representation().get("id").asText());
        provider.putObject("config").putArray("priority").add("200");
        realm.create("/components", provider);

        assertThat(logIn(keycloak, enrolled, enrolled.app().code()).isGranted()).isTrue();

        assertThat(keyIdOf(keycloak, enrolled, "tmfa-totp"))
                .startsWith("realm:")
                .isNotEqualTo(oldKey);
        String backupKey = keyIdOf(keycloak, enrolled, "tmfa-backup-codes").substring("realm:".length());
        JsonNode providers = realm.get("/components?type=org.keycloak.keys.KeyProvider")
                .expect(200)
                .json();
        JsonNode keys = realm.get("/keys").expect(200).json().get("keys");
        for (JsonNode key : keys) {
            if (key.get("kid").asText().equals(backupKey)) {
                realm.delete("/components/" + key.get("providerId").asText()).expect(204);
            }
        }
        assertThat(providers.size()).isGreaterThan(1);
        WebPage page = codePage(keycloak, enrolled);
        WebPage refused =
                enrolled.visitor().submit(page, Map.of("code", enrolled.codes().get(0)));
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.text()).contains("This second factor cannot be used at the moment.");
    }

    private static void assertUnusable(KeycloakServer keycloak, Enrolled enrolled) {
        WebPage page = codePage(keycloak, enrolled);
        WebPage answer =
                enrolled.visitor().submit(page, Map.of("code", enrolled.app().code()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("This second factor cannot be used at the moment.");
        Tokens tokens = logIn(keycloak, enrolled, enrolled.app().code());
        assertThat(tokens.answer().status()).isEqualTo(400);
        assertThat(tokens.error()).isEqualTo("invalid_grant");
    }

    private static WebPage codePage(KeycloakServer keycloak, Enrolled enrolled) {
        var request = keycloak.client("demo-app").authorization().with("prompt", "login");
        WebPage password = enrolled.visitor().open(request.uri());
        return enrolled.visitor()
                .submit(password, Map.of("password", enrolled.person().password()));
    }

    private static Tokens logIn(KeycloakServer keycloak, Enrolled enrolled, String code) {
        return enrolled.grant(keycloak.client("demo-cli"), code);
    }

    private static String keyIdOf(KeycloakServer keycloak, Enrolled enrolled, String type) {
        String sealed = keycloak.support()
                .credential(keycloak.demo(), enrolled.person(), type)
                .secret()
                .get("sealed")
                .asText();
        return new String(
                java.util.Base64.getUrlDecoder().decode(sealed.split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
