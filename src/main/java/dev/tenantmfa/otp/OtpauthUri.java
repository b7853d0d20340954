package dev.tenantmfa.otp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code otpauth://totp/…} URI that authenticator apps read from a QR code.
 *
 * <p>Blanks are written {@code %20}, never {@code +}, which several apps show literally. The issuer is both in the
 * label and a parameter, since apps differ in which of the two they read.
 *
 * <p>The URI has at most {@value #LONGEST} characters, so that its QR code fits a phone's screen. Longer names are cut,
 * the issuer first, and always between two characters as a reader counts them. {@code toString} does not show the URI,
 * since it contains the secret.
 */
public final class OtpauthUri {

    /** The capacity of a QR code of version 14 with error correction L (ISO/IEC 18004, table 7): 73 modules a side. */
    public static final int LONGEST = 458;

    /**
     * The escaped length to which the issuer is cut before the account is cut too: at least 10 letters of Cyrillic or
     * 20 of Latin.
     */
    private static final int LEAST_ISSUER = 60;

    /** A character as a reader counts it, with the combining characters that follow it. */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private final String issuer;
    private final String account;
    private final String uri;

    private OtpauthUri(String issuer, String account, String uri) {
        this.issuer = issuer;
        this.account = account;
        this.uri = uri;
    }

    /**
     * @param issuer the service that asks for the code, shown by the app; colons are removed, since they separate
     *     issuer and account
     * @param account whose code it is, such as an email address; colons are removed
     */
    public static OtpauthUri of(String issuer, String account, TotpSecret secret, TotpParameters parameters) {
        String rest = "&algorithm=" + parameters.algorithm().uriName()
                + "&digits=" + parameters.digits()
                + "&period=" + parameters.periodSeconds();
        int free = LONGEST - write("", "", secret, rest).length();
        String wholeIssuer = withoutColon(issuer);
        int leastIssuer = Math.min(LEAST_ISSUER, encode(wholeIssuer).length());
        String shownAccount = cut(withoutColon(account), free - 2 * leastIssuer);
        String shownIssuer = cut(wholeIssuer, (free - encode(shownAccount).length()) / 2);
        return new OtpauthUri(
                shownIssuer, shownAccount, write(encode(shownIssuer), encode(shownAccount), secret, rest));
    }

    /** The issuer as the app shows it. */
    public String issuer() {
        return issuer;
    }

    /** The account as the app shows it. */
    public String account() {
        return account;
    }

    /** The URI in ASCII; it contains the secret. */
    public String uri() {
        return uri;
    }

    private static String write(String issuer, String account, TotpSecret secret, String rest) {
        return "otpauth://totp/" + issuer + ":" + account + "?secret=" + secret.base32() + "&issuer=" + issuer + rest;
    }

    /** The longest beginning of the text with at most {@code most} characters after escaping. */
    private static String cut(String text, int most) {
        if (encode(text).length() <= most) {
            return text;
        }
        int used = 0;
        int end = 0;
        Matcher character = CHARACTER.matcher(text);
        while (character.find()) {
            used += encode(character.group()).length();
            if (used > most) {
                break;
            }
            end = character.end();
        }
        // Only a character with dozens of combining ones is longer than that; it is kept without them.
        int shown = end == 0 && most > 0 ? text.offsetByCodePoints(0, 1) : end;
        return text.substring(0, shown).strip();
    }

    private static String withoutColon(String text) {
        return text.replace(":", " ").strip();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "OtpauthUri[hidden]";
    }
}
