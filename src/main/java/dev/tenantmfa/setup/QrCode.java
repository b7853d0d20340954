package dev.tenantmfa.setup;

import com.google.zxing.WriterException;
import com.google.zxing.client.j2se.MatrixToImageWriter;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;

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
            ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            MatrixToImageWriter.writeToStream(drawn(modules), "png", png);
            return new QrCode(png.toByteArray());
        } catch (WriterException | IOException e) {
            throw new IllegalStateException("the QR code cannot be drawn", e);
        }
    }

    private static BitMatrix drawn(ByteMatrix modules) {
        int width = modules.getWidth() + 2 * QUIET_ZONE;
        int pixels = Math.max(LEAST_PIXELS, PIXELS / width);
        BitMatrix image = new BitMatrix(width * pixels);
        for (int x = 0; x < modules.getWidth(); x++) {
            for (int y = 0; y < modules.getHeight(); y++) {
                if (modules.get(x, y) == 1) {
                    image.setRegion((x + QUIET_ZONE) * pixels, (y + QUIET_ZONE) * pixels, pixels, pixels);
                }
            }
        }
        return image;
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
