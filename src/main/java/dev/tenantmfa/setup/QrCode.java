package dev.tenantmfa.setup;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.IOException;
import java.util.Base64;
import org.keycloak.utils.QRCodeUtils;

/**
 * A QR code as a PNG image. Each module is a square of whole pixels, at least {@value #LEAST_PIXELS} wide, so that it
 * can be read from a screen at its original size. The content is a secret, so {@code toString} shows nothing.
 */
public final class QrCode {

    static final int LEAST_PIXELS = 3;

    /** Width of the image in pixels, including the quiet zone, if the modules allow it. */
    private static final int PIXELS = 246;

    /** Light modules on each side (ISO/IEC 18004, 5.3.8). */
    private static final int QUIET_ZONE = 4;

    private final byte[] png;

    private QrCode(byte[] png) {
        this.png = png;
    }

    public static QrCode of(String text) {
        try {
            int modules =
                    Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix().getWidth() + 2 * QUIET_ZONE;
            int pixels = modules * Math.max(LEAST_PIXELS, PIXELS / modules);
            return new QrCode(QRCodeUtils.encodeAsQRBytes(text, pixels, pixels));
        } catch (WriterException | IOException e) {
            throw new IllegalStateException("the QR code cannot be drawn", e);
        }
    }

    public byte[] png() {
        return png.clone();
    }

    /** The image as a data URI, for pages and JSON. */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    @Override
    public String toString() {
        return "QrCode[hidden]";
    }
}
