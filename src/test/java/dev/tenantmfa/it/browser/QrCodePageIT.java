package dev.tenantmfa.it.browser;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.pages.SetupPage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The QR code as a camera sees it: a picture of the screen at 100 % zoom, whatever the names are. */
@BrowserTest
class QrCodePageIT {

    private String name;

    @BeforeEach
    void remember(KeycloakServer keycloak) {
        name = keycloak.demo().representation().get("displayName").asText();
    }

    @AfterEach
    void putBack(KeycloakServer keycloak) {
        keycloak.demo().update(realm -> realm.put("displayName", name).put("loginTheme", "tenant-mfa"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0416", "\uD83D\uDD10", "e\u0301\u0323", "Long name "})
    void canBeReadFromTheScreen(String character, KeycloakServer keycloak, Page page) throws Exception {
        if (!character.isEmpty()) {
            keycloak.demo().update(realm -> realm.put("displayName", character.repeat(250 / character.length())));
        }
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page, application.authorization().with("kc_action", "tmfa-configure"));
        new LoginPage(page).logIn(keycloak.demo().newPerson());
        SetupPage setup = SetupPage.await(page);

        for (int width : List.of(1280, 360, 320)) {
            page.setViewportSize(width, 900);
            Locator picture = page.locator("img.tmfa-qr");
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(picture.screenshot()));

            URI uri = setup.otpauthUri();
            assertThat(decoded(seen)).as("%d px", width).isEqualTo(uri.toString());
            int modules = 8
                    + Encoder.encode(uri.toString(), ErrorCorrectionLevel.L)
                            .getMatrix()
                            .getWidth();
            assertThat(picture.boundingBox().width / modules)
                    .as("pixels a module")
                    .isGreaterThanOrEqualTo(3);
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("fits into the window")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak.v2", "keycloak"})
    void canBeReadUnderOtherThemes(String theme, KeycloakServer keycloak, @Window(width = 360) Page phone)
            throws Exception {
        keycloak.demo()
                .update(realm -> realm.put("displayName", "\u0416".repeat(250)).put("loginTheme", theme));
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(phone, application.authorization().with("kc_action", "tmfa-configure"));
        new LoginPage(phone).logIn(keycloak.demo().newPerson());
        SetupPage setup = SetupPage.await(phone);

        BufferedImage seen = ImageIO.read(
                new ByteArrayInputStream(phone.locator("img.tmfa-qr").screenshot()));

        assertThat(decoded(seen)).isEqualTo(setup.otpauthUri().toString());
    }

    /** The library's finder of patterns misses one of a hundred codes, whatever their size; a second look helps. */
    private static String decoded(BufferedImage image) throws ReaderException {
        BinaryBitmap seen = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image)));
        try {
            return new QRCodeReader().decode(seen).getText();
        } catch (ReaderException e) {
            return new QRCodeReader()
                    .decode(seen, Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        }
    }
}
