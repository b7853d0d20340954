package dev.tenantmfa.setup;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.otp.OtpauthUri;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QrCodeTest {

    private static final TotpSecret SECRET = TotpSecret.ofBytes(new byte[20]);
    private static final TotpParameters PARAMETERS = new TotpParameters(8, 3600, TotpAlgorithm.SHA512);

    /** A window of 320 pixels leaves that much for the picture. */
    private static final int MOST_PIXELS = 246;

    @Test
    void modulesAreSquaresOfThreePixelsOrMoreHoweverLongTheNamesAre() {
        Property.holds(inputs -> {
            String issuer = inputs.oneOf("Demo", "\u0416".repeat(inputs.number(1, 300)), inputs.text(300));
            String account =
                    inputs.oneOf("ada@example.com", "\uD83D\uDD10".repeat(inputs.number(1, 100)), inputs.text(300));
            String uri = OtpauthUri.of(issuer, account, SECRET, PARAMETERS).uri();

            BufferedImage image = read(QrCode.of(uri));

            assertThat(image.getWidth()).isEqualTo(image.getHeight()).isBetween(150, MOST_PIXELS);
            assertThat(pixelsPerModule(image)).isGreaterThanOrEqualTo(QrCode.LEAST_PIXELS);
            assertThat(decode(image)).isEqualTo(uri);
        });
    }

    @Test
    void codeOfUsualNamesHasFourPixelsAModule() {
        String uri = OtpauthUri.of(
                        "Tenant MFA Demo", "owner@acme.test", SECRET, new TotpParameters(6, 30, TotpAlgorithm.SHA1))
                .uri();

        assertThat(pixelsPerModule(read(QrCode.of(uri)))).isGreaterThanOrEqualTo(4);
    }

    /** The finder pattern in the corner has seven modules. */
    private static int pixelsPerModule(BufferedImage image) {
        int first = 0;
        while (isLight(image, first)) {
            first++;
        }
        int end = first;
        while (!isLight(image, end)) {
            end++;
        }
        assertThat((end - first) % 7).isZero();
        int pixels = (end - first) / 7;
        assertThat(first).as("light border").isEqualTo(4 * pixels);
        return pixels;
    }

    private static boolean isLight(BufferedImage image, int at) {
        // Along the top edge of the pattern, just below the border.
        int row = 0;
        while ((image.getRGB(row, row) & 0xff) != 0) {
            row++;
        }
        return (image.getRGB(at, row) & 0xff) != 0;
    }

    private static BufferedImage read(QrCode code) {
        try {
            return ImageIO.read(new ByteArrayInputStream(code.png()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As a clean picture: the library's finder of patterns misses one of a hundred codes, whatever their size. */
    private static String decode(BufferedImage image) {
        try {
            return new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))),
                            Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        } catch (ReaderException e) {
            throw new AssertionError("cannot be read", e);
        }
    }
}
