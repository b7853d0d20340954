package dev.tenantmfa.it.pages;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** The first page of the set-up: QR code, device name, first code ({@code tmfa-setup.ftl}). */
public final class SetupPage {
    private static final String PNG = "data:image/png;base64,";

    private final Page page;

    public SetupPage(Page page) {
        this.page = page;
    }

    /** Waits for the page and gives it; chooses the app where the page before asks what to set up. */
    public static SetupPage await(Page page) {
        SetupPage setup = new SetupPage(page);
        Locator choice = page.locator("#tmfa-setup-choice button[value=totp]");
        setup.qrCode().or(choice).first().waitFor();
        if (choice.count() > 0) {
            choice.click();
            setup.qrCode().waitFor();
        }
        return setup;
    }

    public boolean isShown() {
        return qrCode().count() == 1;
    }

    /** Scans the QR code with an app that follows the server's clock; it is the only way to the secret here. */
    public AuthenticatorApp scan(Clock clock) {
        Map<String, String> parameters = Arrays.stream(
                        otpauthUri().getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return new AuthenticatorApp(
                parameters.get("secret"),
                parameters.get("algorithm"),
                Integer.parseInt(parameters.get("digits")),
                Integer.parseInt(parameters.get("period")),
                clock);
    }

    /** What is in the QR code. */
    public URI otpauthUri() {
        String source = qrCode().getAttribute("src");
        byte[] png = Base64.getDecoder().decode(source.substring(PNG.length()));
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            // A clean picture: the library's finder of patterns misses one of a hundred codes.
            Result result = new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))),
                            Map.of(DecodeHintType.PURE_BARCODE, true));
            return URI.create(result.getText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReaderException e) {
            throw new AssertionError("The QR code cannot be read", e);
        }
    }

    /** Types the device name. */
    public SetupPage nameDevice(String name) {
        page.locator("input[name=deviceName]").fill(name);
        return this;
    }

    /** Types the first code and sends the form. */
    public void confirm(String code) {
        page.locator("input[name=code]").fill(code);
        Forms.submit(page);
    }

    public boolean isSkippable() {
        return Forms.skip(page).count() > 0;
    }

    /** Postpones it, within the grace period. */
    public void skip() {
        Forms.skip(page).click();
    }

    /** Gives up, where the application asked for it. */
    public void cancel() {
        Forms.cancel(page);
    }

    public String codeError() {
        return Forms.error(page, "code");
    }

    public String deviceNameError() {
        return Forms.error(page, "deviceName");
    }

    public String text() {
        return page.locator("body").innerText();
    }

    private Locator qrCode() {
        return page.locator("img[src^='" + PNG + "']");
    }
}
