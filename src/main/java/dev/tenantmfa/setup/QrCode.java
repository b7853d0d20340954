package dev.tenantmfa.setup;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.IOException;
import java.util.Base64;
import org.keycloak.utils.QRCodeUtils;

/**
 * A QR code as a picture. Each module is a square of whole pixels, at least {@value #LEAST_PIXELS} wide: shown in its own
 * size, it can be read from a screen. What is drawn is a secret, so {@code toString} shows nothing.
 */
public final class QrCode {

    static final int LEAST_PIXELS = 3;

    /** Width that a picture has where its modules allow it, the quiet zone included. */
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

    /** For pages and JSON. */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    @Override
    public String toString() {
        return "QrCode[hidden]";
    }
}
