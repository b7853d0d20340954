package dev.tenantmfa.it.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The page for users whose OTP was converted: they never had backup codes. */
@BrowserTest
class FirstCodesPageIT {

    @Test
    void backupCodesAreOfferedForTheFirstTime(KeycloakServer keycloak, Page page) {
        RealmAdmin realm = installed(keycloak);
        try {
            Person person = realm.newPerson();
            BuiltInFactor.OTP.giveTo(person, realm);
            Application.using(OidcClient.of(keycloak.base(), realm.name(), "app"))
                    .open(page);
            new LoginPage(page).logIn(person);
            CodePage.await(page).enter(BuiltInFactor.app(keycloak.clock()).code());

            assertThat(page.locator("#tmfa-remaining")).hasText("You have no backup codes yet.");
            Accessibility.check(page);
            page.locator("button[name=renew], input[name=renew]").click();
            assertThat(page.locator("#kc-page-title, h1").first()).containsText("backup codes");
        } finally {
            realm.delete();
        }
    }

    /** A realm of its own: in the demo realm, another test's identity provider may keep an OTP from being converted. */
    private static RealmAdmin installed(KeycloakServer keycloak) {
        ObjectNode realm =
                Json.object().put("realm", "first-codes-" + UUID.randomUUID()).put("enabled", true);
        ObjectNode client = realm.putArray("clients").addObject();
        client.put("clientId", "app").put("publicClient", true);
        client.putArray("redirectUris").add("http://localhost:*");
        RealmAdmin admin = keycloak.admin().createRealm(realm);
        String plan = admin.post("/mfa/install", Map.of())
                .expect(200)
                .json()
                .get("plan_id")
                .asText();
        admin.post("/mfa/install", Map.of("plan_id", plan)).expect(200);
        return admin;
    }
}
