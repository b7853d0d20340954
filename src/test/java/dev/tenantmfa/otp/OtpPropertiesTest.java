package dev.tenantmfa.otp;

import dev.tenantmfa.fixture.Property;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of every name, key and text, however odd. */
class OtpPropertiesTest {

    @Test
    void addressIsAsciiAndHoldsWhatWasPutIn() {
        Property.holds(inputs -> {
            String issuer = inputs.text(inputs.oneOf(20, 300));
            String account = inputs.text(inputs.oneOf(20, 300));
            TotpSecret secret = TotpSecret.ofBytes(Arrays.copyOf(inputs.bytes(64), 20));
            TotpParameters parameters = new TotpParameters(
                    inputs.number(6, 8), inputs.number(1, 3600), inputs.oneOf(TotpAlgorithm.values()));

            OtpauthUri address = OtpauthUri.of(issuer, account, secret, parameters);
            String text = address.uri();

            assertThat(text).isASCII().doesNotContain("+", " ").hasSizeLessThanOrEqualTo(OtpauthUri.LONGEST);
            assertThat(issuer.replace(":", " ").strip()).startsWith(address.issuer());
            assertThat(account.replace(":", " ").strip()).startsWith(address.account());
            URI uri = URI.create(text);
            assertThat(uri.getScheme()).isEqualTo("otpauth");
            assertThat(uri.getHost()).isEqualTo("totp");
            assertThat(uri.getRawPath().chars().filter(c -> c == ':')).hasSize(1);
            Map<String, String> query = query(uri);
            assertThat(query).containsOnlyKeys("secret", "issuer", "algorithm", "digits", "period");
            assertThat(TotpSecret.ofBase32(query.get("secret"))).isEqualTo(secret);
            assertThat(query.get("issuer")).isEqualTo(shown(address.issuer()));
            assertThat(uri.getRawPath()).isEqualTo("/" + encoded(address.issuer()) + ":" + encoded(address.account()));
            assertThat(query.get("digits")).isEqualTo(Integer.toString(parameters.digits()));
            assertThat(query.get("period")).isEqualTo(Integer.toString(parameters.periodSeconds()));
            assertThat(TotpAlgorithm.of(query.get("algorithm"))).isEqualTo(parameters.algorithm());
        });
    }

    @Test
    void keyOfAnyLengthIsReadBack() {
        Property.holds(inputs -> {
            TotpSecret secret = TotpSecret.ofBytes(Arrays.copyOf(inputs.bytes(80), inputs.number(1, 80)));

            assertThat(TotpSecret.ofBase32(secret.base32())).isEqualTo(secret);
            assertThat(TotpSecret.ofBase32(String.join("- ", secret.groups()).toLowerCase()))
                    .isEqualTo(secret);
        });
    }

    @Test
    void textIsAKeyOrRefused() {
        Property.holds(inputs -> {
            String text = inputs.oneOf(inputs.text(30), inputs.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567= -", 0, 60));
            try {
                TotpSecret secret = TotpSecret.ofBase32(text);
                assertThat(secret.bytes()).isNotEmpty().hasSizeLessThanOrEqualTo(text.length());
                assertThat(secret).hasToString("TotpSecret[hidden]");
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).contains("TOTP secret");
            }
        });
    }

    private static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** Halves of surrogate pairs have no bytes. */
    private static String shown(String name) {
        return new String(name.replace(":", " ").strip().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String encoded(String name) {
        return java.net.URLEncoder.encode(shown(name), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
