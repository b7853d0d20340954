package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A person's own second factor by REST: what works, and what a stolen token cannot do. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MfaApiIT {

    @Test
    void longNameIsCutInThePictureAndNeverAnError(KeycloakServer keycloak) throws Exception {
        String before = keycloak.demo().representation().get("displayName").asText();
        String name = "\u0416".repeat(250);
        keycloak.demo().update(realm -> realm.put("displayName", name));
        try {
            MfaApi api = MfaApi.ofSomebodyNew(keycloak);
            JsonNode setup = api.beginSetup().expect(200).json();

            assertThat(name).startsWith(setup.get("issuer").asText());
            assertThat(setup.get("issuer").asText()).hasSizeGreaterThan(10);
            assertThat(setup.get("account_name").asText())
                    .isEqualTo(api.person().email());
            String inData = setup.get("qr_code_data_uri").asText().replace("data:image/png;base64,", "");
            assertThat(decoded(Base64.getDecoder().decode(inData)))
                    .isEqualTo(setup.get("otpauth_uri").asText());
            assertThat(decoded(api.get("qr-code").expect(200).bytes()))
                    .isEqualTo(setup.get("otpauth_uri").asText());
        } finally {
            keycloak.demo().update(realm -> realm.put("displayName", before));
        }
    }

    @Test
    void pastedCodesAreReadAsOnAPage(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        int list = 0;
        for (String around :
                List.of("\u2066%s\u2069", "\u202A%s\u202C", "\t%s\n", "(%s)", "\u200B".repeat(80) + "%s")) {
            assertThat(enabled.api().verifies(around.formatted(enabled.codes().get(list++))))
                    .as(around)
                    .isTrue();
        }
    }

    private static String decoded(byte[] png) throws Exception {
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(
                                new BufferedImageLuminanceSource(ImageIO.read(new ByteArrayInputStream(png))))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }

    @Test
    void setUpByRestIsAskedForAtTheNextLogin(KeycloakServer keycloak) throws IOException {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        assertThat(api.status().get("created_at").isNull()).isTrue();
        api.get("qr-code").expect(404);

        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        assertThat(setup.get("expires_in").asInt()).isEqualTo(600);
        assertThat(setup.get("account_name").asText()).isEqualTo(api.person().email());
        assertThat(setup.get("otpauth_uri").asText())
                .contains("secret=" + setup.get("secret").asText(), "algorithm=SHA1", "digits=6", "period=30")
                .doesNotContain("+");
        assertThat(setup.get("backup_codes")).hasSize(8);
        Answer picture = api.get("qr-code").expect(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.bytes()))).isNotNull();
        api.get("qr-code").expect(404);
        assertThat(api.status().get("enabled").asBoolean())
                .as("nothing before the first code")
                .isFalse();

        String wrong = app.wrongCode();
        assertThat(MfaApi.codeOf(api.code("enable", wrong).expect(400))).isEqualTo("wrong_code");
        String first = app.code();
        api.post("enable", Map.of("code", first, "device_name", "My phone")).expect(200);

        JsonNode status = api.status();
        assertThat(status.get("enabled").asBoolean()).isTrue();
        assertThat(MfaApi.texts(status.get("methods"))).containsExactly("totp", "backup-code");
        assertThat(status.get("backup_codes_remaining").asInt()).isEqualTo(8);
        assertThat(Instant.parse(status.get("created_at").asText()))
                .isBetween(
                        keycloak.clock().instant().minusSeconds(60),
                        keycloak.clock().instant().plusSeconds(5));
        assertThat(status.get("last_used_at").isNull()).isTrue();
        assertThat(status.get("locked_until").isNull()).isTrue();
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(cli.refresh(api.tokens()).claims().get("mfa").asBoolean())
                .as("the first code was proof in this session")
                .isTrue();
        assertThat(cli.password(api.person()).error()).isEqualTo("mfa_required");
        assertThat(cli.password(api.person(), "totp", first).isGranted())
                .as("the code that proved it")
                .isFalse();
        assertThat(cli.password(
                                api.person(),
                                "totp",
                                setup.get("backup_codes").get(4).asText())
                        .isGranted())
                .isTrue();
        assertThat(keycloak.demo().events(api.person(), "UPDATE_CREDENTIAL"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.at("/details/credential_type").asText()).isEqualTo("tmfa-totp");
                    assertThat(event.get("clientId").asText()).isEqualTo("demo-cli");
                });
        assertThat(keycloak.demo().events(api.person(), "UPDATE_CREDENTIAL_ERROR"))
                .hasSize(1);
        assertThat(keycloak.mailbox().awaitMailTo(api.person()).subject()).isNotEmpty();
        assertThat(keycloak.support()
                        .credential(keycloak.demo(), api.person(), "tmfa-totp")
                        .userLabel())
                .isEqualTo("My phone");
    }

    @Test
    void secondSetupReplacesTheFirst(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode first = api.beginSetup().expect(200).json();
        JsonNode second = api.beginSetup().expect(200).json();
        AuthenticatorApp forgotten = new AuthenticatorApp(first.get("secret").asText(), keycloak.clock());
        AuthenticatorApp app = new AuthenticatorApp(second.get("secret").asText(), keycloak.clock());

        assertThat(first.get("secret")).isNotEqualTo(second.get("secret"));
        api.code("enable", forgotten.code()).expect(400);
        api.code("enable", app.code()).expect(200);
        assertThat(api.verifies(first.get("backup_codes").get(0).asText())).isFalse();
        assertThat(api.verifies(second.get("backup_codes").get(0).asText())).isTrue();
    }

    @Test
    void pendingSetupIsOverAfterTenMinutes(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());

        keycloak.clock().advance(Duration.ofSeconds(601));

        api.get("qr-code").expect(404);
        assertThat(MfaApi.codeOf(api.code("enable", app.code()).expect(409))).isEqualTo("no_pending_setup");
    }

    @Test
    void realmSaysHowLongASetupWaitsAndALoginIsFresh(KeycloakServer keycloak) {
        List<String> settings = List.of("tenant-mfa.setup-seconds", "tenant-mfa.fresh-mfa-seconds");
        settings.forEach(setting -> keycloak.demo().setAttribute(setting, "60"));
        try {
            MfaApi api = MfaApi.ofSomebodyNew(keycloak);
            JsonNode setup = api.beginSetup().expect(200).json();
            assertThat(setup.get("expires_in").asInt()).isEqualTo(60);
            dropPassword(keycloak, api.person());
            keycloak.clock().advance(Duration.ofSeconds(61));

            api.get("qr-code").expect(404);
            Answer refused = api.post("setup", Map.of()).expect(401);
            assertThat(refused.header("WWW-Authenticate").orElseThrow()).contains("max_age=\"60\"");
        } finally {
            settings.forEach(setting -> keycloak.demo().setAttribute(setting, ""));
        }
    }

    @Test
    void pendingSetupIsNotForOtherSessions(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        MfaApi other = MfaApi.logIn(keycloak, api.person());
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());

        other.get("qr-code").expect(404);
        assertThat(MfaApi.codeOf(other.code("enable", app.code()).expect(409))).isEqualTo("no_pending_setup");
        api.code("enable", app.code()).expect(200);
    }

    @Test
    void tokenAloneBeginsNothing(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);

        api.post("setup", Map.of()).expect(400);
        assertThat(MfaApi.codeOf(api.post("setup", Map.of("password", "guess")).expect(400)))
                .isEqualTo("wrong_password");
        api.get("qr-code").expect(404);
        assertThat(keycloak.demo().events(api.person(), "UPDATE_CREDENTIAL_ERROR"))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.at("/details/second_factor_result").asText())
                        .isEqualTo("wrong_password"));
    }

    @Test
    void whoHasASecondFactorOfAnyKindSetsUpNone(KeycloakServer keycloak) {
        MfaApi ours = MfaApi.ofSomebodyNew(keycloak).enable().api();
        assertThat(MfaApi.codeOf(ours.beginSetup().expect(409))).isEqualTo("mfa_already_enabled");
        ours.get("qr-code").expect(404);

        MfaApi otp = withCredential(
                keycloak,
                "otp",
                Map.of("value", "JBSWY3DPEHPK3PXP"),
                Map.of("subType", "totp", "digits", 6, "period", 30, "counter", 0, "algorithm", "HmacSHA1"));
        assertThat(MfaApi.codeOf(otp.beginSetup().expect(409))).isEqualTo("mfa_already_enabled");
        assertThat(MfaApi.texts(otp.status().get("methods"))).containsExactly("totp");

        MfaApi key = withCredential(
                keycloak,
                "webauthn",
                Map.of(),
                Map.of("aaguid", "00000000-0000-0000-0000-000000000000", "credentialId", "AQ", "counter", 0));
        assertThat(MfaApi.codeOf(key.beginSetup().expect(409))).isEqualTo("mfa_already_enabled");
        assertThat(MfaApi.texts(key.status().get("methods"))).containsExactly("security-key");
        assertThat(MfaApi.codeOf(key.code("verify", "123456").expect(409))).isEqualTo("mfa_not_enabled");
    }

    @Test
    void accountWithoutAPasswordNeedsAFreshLogin(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        MfaApi later = MfaApi.logIn(keycloak, api.person());
        dropPassword(keycloak, api.person());

        JsonNode setup = api.post("setup", Map.of()).expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        api.post("enable", Map.of("code", app.code(), "sign_out_others", false)).expect(200);
        keycloak.clock().advance(Duration.ofSeconds(31));
        api.code("disable", app.code()).expect(200);
        keycloak.clock().advance(Duration.ofMinutes(6));
        Tokens refreshed = keycloak.client("demo-cli").refresh(later.tokens());
        MfaApi stale = new MfaApi(keycloak, api.person(), refreshed);

        Answer refused = stale.post("setup", Map.of()).expect(401);
        assertThat(MfaApi.codeOf(refused)).isEqualTo("insufficient_user_authentication");
        assertThat(refused.header("WWW-Authenticate").orElseThrow())
                .contains("insufficient_user_authentication", "max_age=\"300\"")
                .doesNotContain("acr_values");
    }

    @Test
    void disableTakesPasswordAndCodeAndWrongPasswordUsesNoCodeUp(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        MfaApi api = enabled.api();
        String code = enabled.app().code();
        String password = api.person().password();

        Answer wrongPassword =
                api.post("disable", Map.of("password", "guess", "code", code)).expect(400);
        Answer wrongCode = api.post(
                        "disable",
                        Map.of("password", password, "code", enabled.app().wrongCode()))
                .expect(400);
        assertThat(wrongPassword.text()).isEqualTo(wrongCode.text());
        assertThat(MfaApi.codeOf(wrongCode)).isEqualTo("wrong_password_or_code");
        api.post("disable", Map.of("code", code)).expect(400);
        api.post("disable", Map.of("password", password)).expect(400);
        assertThat(api.status().get("enabled").asBoolean()).isTrue();

        api.post("disable", Map.of("password", password, "code", code)).expect(200);

        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        assertThat(MfaApi.texts(api.status().get("methods"))).isEmpty();
        assertThat(keycloak.client("demo-cli").password(api.person()).isGranted())
                .isTrue();
        assertThat(MfaApi.codeOf(api.post("disable", Map.of("password", password, "code", code))
                        .expect(409)))
                .isEqualTo("mfa_not_enabled");
        assertThat(keycloak.demo().events(api.person(), "REMOVE_CREDENTIAL"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/details/credential_type").asText())
                                .isEqualTo("tmfa-totp"));
        assertThat(keycloak.demo().events(api.person(), "REMOVE_CREDENTIAL_ERROR"))
                .hasSize(2);
        assertThat(keycloak.mailbox().awaitMailTo(api.person(), 2).subject()).isNotEmpty();
    }

    @Test
    void disableIsRefusedWherePolicyDemandsTheFactor(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        Tenant.askingAll(keycloak.demo()).join(enabled.api().person());

        Answer refused = enabled.api()
                .post(
                        "disable",
                        Map.of(
                                "password",
                                enabled.api().person().password(),
                                "code",
                                enabled.app().code()))
                .expect(403);

        assertThat(MfaApi.codeOf(refused)).isEqualTo("mfa_required_by_policy");
        assertThat(enabled.api().verifies(enabled.app().code()))
                .as("the code was not used up")
                .isTrue();
    }

    @Test
    void builtInOtpIsDisabledWholly(KeycloakServer keycloak) {
        String secret = "JBSWY3DPEHPK3PXP";
        MfaApi api = withCredential(
                keycloak,
                "otp",
                Map.of("value", secret),
                Map.of("subType", "totp", "digits", 6, "period", 30, "counter", 0, "algorithm", "HmacSHA1"));
        // Keycloak takes the characters of a secret as its bytes.
        AuthenticatorApp app = new AuthenticatorApp(
                new org.apache.commons.codec.binary.Base32()
                        .encodeAsString(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                keycloak.clock());

        api.post("disable", Map.of("password", api.person().password(), "code", app.code()))
                .expect(200);

        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        assertThat(keycloak.demo().credentials(api.person())).hasSize(1);
    }

    @Test
    void regenerateKillsTheOldCodesAndTakesAFreshCodeOnly(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        MfaApi api = enabled.api();
        String code = enabled.app().code();
        assertThat(MfaApi.codeOf(
                        api.code("backup-codes/regenerate", enabled.first()).expect(400)))
                .as("the code of the set-up")
                .isEqualTo("wrong_code");

        List<String> fresh = MfaApi.texts(
                api.code("backup-codes/regenerate", code).expect(200).json().get("backup_codes"));

        assertThat(fresh).hasSize(8).doesNotContainAnyElementsOf(enabled.codes());
        api.code("backup-codes/regenerate", code).expect(400);
        assertThat(api.verifies(enabled.codes().get(0))).isFalse();
        assertThat(api.verifies(fresh.get(0))).isTrue();
        assertThat(api.status().get("backup_codes_remaining").asInt()).isEqualTo(7);
        List<String> again = MfaApi.texts(api.code("backup-codes/regenerate", fresh.get(1))
                .expect(200)
                .json()
                .get("backup_codes"));
        assertThat(keycloak.client("demo-cli")
                        .password(api.person(), "totp", again.get(2))
                        .isGranted())
                .isTrue();
        assertThat(keycloak.demo().events(api.person(), "UPDATE_CREDENTIAL").stream()
                        .filter(event ->
                                event.at("/details/credential_type").asText().equals("tmfa-backup-codes")))
                .hasSize(2);
    }

    @Test
    void verifyUsesACodeUpAsALoginDoesAndIsNoLogin(KeycloakServer keycloak) {
        MfaApi before = MfaApi.ofSomebodyNew(keycloak);
        MfaApi.Enabled enabled = MfaApi.logIn(keycloak, before.person()).enable();
        String code = enabled.app().code();

        JsonNode right = before.code("verify", code).expect(200).json();
        assertThat(right).isEqualTo(Json.parse("{\"valid\":true,\"method\":\"totp\"}"));
        assertThat(before.code("verify", code).expect(200).json()).isEqualTo(Json.parse("{\"valid\":false}"));
        assertThat(keycloak.client("demo-cli")
                        .password(before.person(), "totp", code)
                        .isGranted())
                .isFalse();
        JsonNode list =
                before.code("verify", enabled.codes().get(3)).expect(200).json();
        assertThat(list.get("method").asText()).isEqualTo("backup-code");
        assertThat(before.verifies(enabled.codes().get(3))).isFalse();

        JsonNode status = before.status();
        assertThat(status.get("backup_codes_remaining").asInt()).isEqualTo(7);
        assertThat(Instant.parse(status.get("last_used_at").asText()))
                .isAfter(keycloak.clock().instant().minusSeconds(60));
        assertThat(keycloak.client("demo-cli")
                        .refresh(before.tokens())
                        .claims()
                        .get("mfa")
                        .asBoolean())
                .as("the session stays one without a second factor")
                .isFalse();
        assertThat(MfaApi.codeOf(
                        MfaApi.ofSomebodyNew(keycloak).code("verify", "123456").expect(409)))
                .isEqualTo("mfa_not_enabled");
    }

    @Test
    void attemptsAreTheCallersOwnNewestFirst(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        MfaApi api = enabled.api();
        api.verifies(enabled.app().wrongCode());
        keycloak.clock().advance(Duration.ofSeconds(2));
        api.verifies(enabled.codes().get(0));
        keycloak.clock().advance(Duration.ofSeconds(2));
        api.post("disable", Map.of("password", "wrong", "code", "123456"));
        keycloak.clock().advance(Duration.ofSeconds(2));
        Enrolled other = Enrolled.create(keycloak);
        assertThat(keycloak.client("demo-cli")
                        .password(api.person(), "totp", enabled.app().code())
                        .isGranted())
                .isTrue();

        JsonNode attempts = api.get("attempts").expect(200).json();

        assertThat(attempts)
                .extracting(attempt -> attempt.get("type").asText()
                        + " "
                        + attempt.get("success").asBoolean())
                .containsExactly("totp true", "password false", "backup-code true", "totp false", "totp true");
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.get("client_id").asText()).isEqualTo("demo-cli");
            assertThat(attempt.get("user_agent").asText()).startsWith("Java-http-client");
            assertThat(attempt.get("ip_address").asText()).isNotEmpty();
        });
        assertThat(api.get("attempts?max=2").expect(200).json()).hasSize(2);
        String third = attempts.get(2).get("created_at").asText();
        assertThat(api.get("attempts?before=" + third).expect(200).json()).hasSize(2);
        api.get("attempts?max=0").expect(400);
        api.get("attempts?before=yesterday").expect(400);
        assertThat(MfaApi.of(keycloak, other).get("attempts").expect(200).json())
                .as("set-up in a browser")
                .hasSize(1);
    }

    @Test
    void attemptsNeedStoredEvents(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        RealmAdmin realm = keycloak.demo();
        JsonNode events = realm.get("/events/config").expect(200).json();
        try {
            realm.put("/events/config", ((ObjectNode) events.deepCopy()).put("eventsEnabled", false))
                    .expect(204);
            Answer refused = api.get("attempts").expect(409);
            assertThat(MfaApi.codeOf(refused)).isEqualTo("events_not_stored");
            ObjectNode few = events.deepCopy();
            few.putArray("enabledEventTypes").add("LOGIN").add("LOGIN_ERROR");
            realm.put("/events/config", few.put("eventsEnabled", true)).expect(204);
            assertThat(api.get("attempts").expect(409).text()).contains("UPDATE_CREDENTIAL");
        } finally {
            realm.put("/events/config", events).expect(204);
        }
    }

    @Test
    void secretsStandNowhereInClear(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode pending = api.beginSetup().expect(200).json();
        assertNowhere(
                keycloak,
                mark,
                api.person(),
                pending.get("secret").asText(),
                MfaApi.texts(pending.get("backup_codes")));
        MfaApi.Enabled enabled = api.enable();
        api.verifies(enabled.codes().get(0));
        List<String> fresh =
                MfaApi.texts(api.code("backup-codes/regenerate", enabled.app().code())
                        .expect(200)
                        .json()
                        .get("backup_codes"));

        assertNowhere(keycloak, mark, api.person(), "no secret but codes", enabled.codes());
        assertNowhere(keycloak, mark, api.person(), "no secret but codes", fresh);
    }

    private static void assertNowhere(
            KeycloakServer keycloak, long mark, Person person, String secret, List<String> codes) {
        String everywhere = keycloak.support().database()
                + keycloak.support().singleUseObjects()
                + keycloak.log().textSince(mark)
                + keycloak.demo().events(person)
                + keycloak.demo().adminEvents(person);
        assertThat(everywhere).doesNotContain(secret).doesNotContain(codes);
    }

    /** Somebody whom the realm knows with a credential of Keycloak's own, in a session of before. */
    private static MfaApi withCredential(
            KeycloakServer keycloak, String type, Map<String, ?> secret, Map<String, ?> data) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        keycloak.demo()
                .updateUser(
                        api.person(),
                        user -> user.putArray("credentials")
                                .addObject()
                                .put("type", type)
                                .put("createdDate", 1_700_000_000_000L)
                                .put("secretData", Json.write(secret))
                                .put("credentialData", Json.write(data)));
        return api;
    }

    private static void dropPassword(KeycloakServer keycloak, Person person) {
        for (JsonNode credential : keycloak.demo().credentials(person)) {
            keycloak.demo()
                    .delete("/users/" + person.id() + "/credentials/"
                            + credential.get("id").asText())
                    .expect(204);
        }
    }
}
