package dev.tenantmfa.setup;

import com.google.zxing.WriterException;
import java.io.IOException;
import java.util.Base64;
import org.keycloak.utils.QRCodeUtils;

/** A QR code as a picture. What is drawn is a secret, so {@code toString} shows nothing. */
final class QrCode {

    private static final int PIXELS = 246;

    private final byte[] png;

    private QrCode(byte[] png) {
        this.png = png;
    }

    static QrCode of(String text) {
        try {
            return new QrCode(QRCodeUtils.encodeAsQRBytes(text, PIXELS, PIXELS));
        } catch (WriterException | IOException e) {
            throw new IllegalStateException("the QR code cannot be drawn", e);
        }
    }

    byte[] png() {
        return png.clone();
    }

    /** For pages and JSON. */
    String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    @Override
    public String toString() {
        return "QrCode[hidden]";
    }
}
