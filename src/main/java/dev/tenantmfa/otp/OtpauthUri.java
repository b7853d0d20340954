package dev.tenantmfa.otp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The {@code otpauth://totp/…} URI that authenticator apps read from a QR code.
 *
 * <p>Blanks are written {@code %20}, never {@code +}, which several apps show literally. The issuer stands in the label
 * and as a parameter, since apps differ in which of the two they read.
 */
public final class OtpauthUri {

    private OtpauthUri() {}

    /**
     * @param issuer who asks for the code, shown by the app; colons are taken out, they separate issuer and account
     * @param account whose code it is, such as an e-mail address; likewise
     * @return an ASCII URI; it holds the secret
     */
    public static String of(String issuer, String account, TotpSecret secret, TotpParameters parameters) {
        String issuerPart = encode(withoutColon(issuer));
        return "otpauth://totp/" + issuerPart + ":" + encode(withoutColon(account))
                + "?secret=" + secret.base32()
                + "&issuer=" + issuerPart
                + "&algorithm=" + parameters.algorithm().uriName()
                + "&digits=" + parameters.digits()
                + "&period=" + parameters.periodSeconds();
    }

    private static String withoutColon(String text) {
        return text.replace(":", " ").strip();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
