package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.tenantmfa.it.actors.OidcClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.StoredFactors.dropPassword;
import static org.assertj.core.api.Assertions.assertThat;

/** The setup of a second factor by REST. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MfaApiSetupIT {
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
        keycloak.client("demo-cli")
                .call("HEAD", "/mfa/qr-code", api.tokens(), null)
                .expect(200);
        for (int i = 0; i < 2; i++) {
            Answer picture = api.get("qr-code").expect(200);
            assertThat(ImageIO.read(new ByteArrayInputStream(picture.bytes()))).isNotNull();
        }
        assertThat(api.status().get("enabled").asBoolean())
                .as("nothing before the first code")
                .isFalse();

        String wrong = app.wrongCode();
        assertThat(MfaApi.codeOf(api.code("enable", wrong).expect(400))).isEqualTo("wrong_code");
        String first = app.code();
        api.post("enable", Map.of("code", first, "device_name", "My phone")).expect(200);
        api.get("qr-code").expect(404);

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
}
