package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What ends a trusted device, and how users, owners and administrators see and forget one. */
@KeycloakIntegration
@WithoutBruteForceProtector
class TrustedDeviceEndIT {

    @Test
    void whatEndsADevice(KeycloakServer keycloak) {
        for (Map.Entry<String, Consumer<Trusting>> end : ends(keycloak).entrySet()) {
            Trusting user = Trusting.in(keycloak, 30);
            Visitor browser = user.trusted();
            AuthorizationRequest request = user.request();
            Tokens spared = user.tenant()
                    .app()
                    .redeem(
                            request,
                            user.anew(browser)
                                    .logIn(request.uri(), user.person())
                                    .code());
            assertThat(spared.isGranted()).as(end.getKey()).isTrue();

            end.getValue().accept(user);

            assertThat(user.tenant().app().refresh(spared).isGranted())
                    .as("refresh after: " + end.getKey())
                    .isFalse();
            WebPage page = user.anew(browser).logIn(user.request().uri(), user.person());
            assertThat(page.parameter("code"))
                    .as("login after: " + end.getKey() + ": " + page.text())
                    .isEmpty();
            assertThat(stored(keycloak, user)).as(end.getKey()).isZero();
        }
    }

    private static Map<String, Consumer<Trusting>> ends(KeycloakServer keycloak) {
        Map<String, Consumer<Trusting>> ends = new LinkedHashMap<>();
        ends.put("password set by an administrator", user -> setPassword(keycloak, user));
        ends.put(
                "reset by an administrator",
                user -> keycloak.demo()
                        .post("/mfa/users/" + user.person().id() + "/reset", "")
                        .expect(204));
        ends.put("factor removed by an administrator", user -> deleteCodes(keycloak, user));
        ends.put("days set to 0", user -> user.days(0));
        ends.put("days lowered, then raised", user -> {
            user.days(29);
            user.days(30);
        });
        ends.put(
                "policy that is phishing-resistant",
                user -> user.tenant().policy(Map.of("allowed_methods", List.of("security-key"))));
        ends.put("policy that was phishing-resistant for a while", user -> {
            user.tenant().policy(Map.of("allowed_methods", List.of("security-key")));
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("allowed_methods", null);
            user.tenant().policy(all);
        });
        ends.put("membership suspended and opened again", user -> {
            // So that the owner needs no second factor for it.
            user.tenant().policy(Map.of("required_for", "NONE"));
            for (boolean active : new boolean[] {false, true}) {
                user.tenant()
                        .call(
                                user.tenant().owner(),
                                "PATCH",
                                "/me/users/" + user.person().id(),
                                Map.of("is_active", active))
                        .expect(200);
            }
        });
        ends.put("membership suspended in the console and opened again", user -> suspendInConsole(keycloak, user));
        ends.put("membership ended in the console, and a new one", user -> {
            String membership = "/organizations/" + user.tenant().id() + "/members";
            keycloak.demo().delete(membership + "/" + user.person().id()).expect(204);
            keycloak.demo().post(membership, user.person().id()).expect(201);
        });
        ends.put("30 days", user -> keycloak.clock().advance(Duration.ofDays(30)));
        return ends;
    }

    private static void suspendInConsole(KeycloakServer keycloak, Trusting user) {
        String groups = "/organizations/" + user.tenant().id() + "/groups";
        String id = keycloak.demo().create(groups, Map.of("name", "DEACTIVATED"));
        String member = groups + "/" + id + "/members/" + user.person().id();
        keycloak.demo().put(member, "").expect(204);
        keycloak.demo().delete(member).expect(204);
    }

    private static void setPassword(KeycloakServer keycloak, Trusting user) {
        Map<String, Object> same =
                Map.of("type", "password", "value", user.person().password(), "temporary", false);
        keycloak.demo()
                .put("/users/" + user.person().id() + "/reset-password", same)
                .expect(204);
    }

    private static void deleteCodes(KeycloakServer keycloak, Trusting user) {
        for (JsonNode credential : keycloak.demo().credentials(user.person())) {
            if (credential.get("type").asText().equals("tmfa-backup-codes")) {
                keycloak.demo()
                        .delete("/users/" + user.person().id() + "/credentials/"
                                + credential.get("id").asText())
                        .expect(204);
            }
        }
    }

    private static long stored(KeycloakServer keycloak, Trusting user) {
        // What ended is removed when it is met.
        keycloak.demo().get("/mfa/users/" + user.person().id()).expect(200);
        long stored = 0;
        for (JsonNode credential : keycloak.demo().credentials(user.person())) {
            stored += credential.get("type").asText().equals("tmfa-trusted-device") ? 1 : 0;
        }
        return stored;
    }

    @Test
    void endedDeviceIsNotListedInTheAccountConsole(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        user.trusted();
        URI account = URI.create(keycloak.base() + "/realms/demo/account/");
        OidcClient console =
                OidcClient.of(keycloak.base(), "demo", "account-console").withRedirectUri(account);
        AuthorizationRequest request = console.authorization();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(request.uri(), user.person());
        WebPage in = browser.submit(page, Map.of("code", user.nextCode()));
        Tokens tokens = console.redeem(request, in.code());
        assertThat(listed(account, tokens)).contains("tmfa-trusted-device");

        user.days(10);

        assertThat(listed(account, tokens)).contains("password").doesNotContain("tmfa-trusted-device");
    }

    private static String listed(URI account, Tokens tokens) {
        return Http.send(HttpRequest.newBuilder(account.resolve("credentials"))
                        .header("Accept", "application/json")
                        .header("Authorization", "Bearer " + tokens.accessToken()))
                .expect(200)
                .text();
    }

    @Test
    void moreDaysDoNotEndADeviceAndDoNotProlongIt(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.trusted();

        user.days(60);

        assertThat(user.asks(user.anew(browser))).isFalse();
        keycloak.clock().advance(Duration.ofDays(31));
        assertThat(user.asks(user.anew(browser))).isTrue();
    }

    @Test
    void userListsAndForgetsDevices(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        user.tenant().policy(Map.of("required_for", "NONE"));
        Visitor one = user.trusted();
        Visitor two = user.trusted();
        MfaApi api = new MfaApi(keycloak, user.person(), user.shown());

        JsonNode devices = api.get("devices").expect(200).json();
        assertThat(devices).hasSize(2);
        JsonNode newest = devices.get(0);
        assertThat(newest.get("tenant_id").asText()).isEqualTo(user.tenant().id());
        assertThat(newest.get("label").asText()).isNotBlank();
        assertThat(newest.get("ip_address").asText()).isNotBlank();
        assertThat(Duration.between(
                        Instant.parse(newest.get("created_at").asText()),
                        Instant.parse(newest.get("expires_at").asText())))
                .isEqualTo(Duration.ofDays(30));
        assertThat(keycloak.demo()
                        .get("/mfa/users/" + user.person().id())
                        .json()
                        .get("trusted_devices")
                        .asInt())
                .isEqualTo(2);
        assertThat(user.tenant().member(user.person()).get("trusted_devices").asInt())
                .isEqualTo(2);

        api.delete("devices/" + newest.get("id").asText()).expect(204);
        assertThat(user.asks(user.anew(two))).isTrue();
        assertThat(user.asks(user.anew(one))).isFalse();
        assertThat(api.delete("devices/" + newest.get("id").asText()).status()).isEqualTo(404);

        api.delete("devices").expect(204);
        assertThat(user.asks(user.anew(one))).isTrue();
        assertThat(api.get("devices").json()).isEmpty();
    }

    @Test
    void devicesOfOthersAreUnknown(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor browser = user.trusted();
        MfaApi own = new MfaApi(keycloak, user.person(), user.shown());
        String id = own.get("devices").json().get(0).get("id").asText();
        Trusting other = Trusting.member(keycloak, user.tenant());

        assertThat(new MfaApi(keycloak, other.person(), other.shown())
                        .delete("devices/" + id)
                        .status())
                .isEqualTo(404);
        for (String odd : List.of("x", "%00", "a".repeat(3000))) {
            assertThat(own.delete("devices/" + odd).status()).as(odd).isEqualTo(404);
        }
        assertThat(user.asks(user.anew(browser))).isFalse();
    }

    @Test
    void eleventhDeviceReplacesTheOneThatWasUsedLongestAgo(KeycloakServer keycloak) {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor first = user.trusted();
        Visitor second = user.trusted();
        for (int i = 0; i < 9; i++) {
            user.trusted();
        }

        assertThat(stored(keycloak, user)).isEqualTo(10);
        assertThat(user.asks(user.anew(first))).isTrue();
        assertThat(user.asks(user.anew(second))).isFalse();
    }
}
