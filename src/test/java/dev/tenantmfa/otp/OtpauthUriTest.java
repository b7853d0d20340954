package dev.tenantmfa.otp;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OtpauthUriTest {

    private static final TotpSecret SECRET = TotpSecret.ofBase32("MZXW6YTBOI");
    private static final TotpParameters DEFAULTS = new TotpParameters(6, 30, TotpAlgorithm.SHA1);

    @Test
    void holdsEverythingThatAnAppNeeds() {
        assertThat(OtpauthUri.of("Demo", "ada@example.com", SECRET, DEFAULTS).uri())
                .isEqualTo("otpauth://totp/Demo:ada%40example.com?secret=MZXW6YTBOI&issuer=Demo"
                        + "&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void parametersAreThoseOfTheCredential() {
        assertThat(OtpauthUri.of("Demo", "ada", SECRET, new TotpParameters(8, 60, TotpAlgorithm.SHA512))
                        .uri())
                .endsWith("&algorithm=SHA512&digits=8&period=60");
    }

    @ParameterizedTest
    @CsvSource({
        "My Company,          My%20Company",
        "M\u00FCller & S\u00F6hne, M%C3%BCller%20%26%20S%C3%B6hne",
        "A+B,                 A%2BB",
        "50% = half?#1/2,     50%25%20%3D%20half%3F%231%2F2",
        "\u682A\u5F0F,        %E6%A0%AA%E5%BC%8F"
    })
    void specialCharactersAreEscapedInLabelAndIssuer(String issuer, String escaped) {
        String uri = OtpauthUri.of(issuer, "ada", SECRET, DEFAULTS).uri();

        assertThat(uri).startsWith("otpauth://totp/" + escaped + ":ada?").contains("&issuer=" + escaped + "&");
        assertThat(uri).doesNotContain("+").isASCII();
    }

    @Test
    void colonsAreTakenOutSinceTheySeparateIssuerAndAccount() {
        assertThat(OtpauthUri.of("Demo: EU", ":realm:ada:", SECRET, DEFAULTS).uri())
                .startsWith("otpauth://totp/Demo%20%20EU:realm%20ada?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a&secret=AAAA", "a?secret=AAAA", "a#b", "a%26secret=AAAA", "a\r\nb", "a/../b", "\uD83D\uDD10"})
    void nameCannotChangeTheParameters(String name) {
        URI uri = URI.create(OtpauthUri.of(name, name, SECRET, DEFAULTS).uri());
        Map<String, String> query = Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));

        assertThat(query)
                .containsOnlyKeys("secret", "issuer", "algorithm", "digits", "period")
                .containsEntry("secret", "MZXW6YTBOI")
                .containsEntry("issuer", name);
        assertThat(uri.getPath()).isEqualTo("/" + name + ":" + name);
        assertThat(uri.getFragment()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0416",
                "e\u0301",
                "\uD83D\uDD10",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "a",
                "\u0E01\u0E33 ",
                "& "
            })
    void longIssuerIsCutBetweenCharacters(String character) {
        String issuer = character.repeat(250);
        OtpauthUri address = OtpauthUri.of(issuer, "ada@example.com", SECRET, DEFAULTS);

        assertThat(address.uri()).hasSizeLessThanOrEqualTo(OtpauthUri.LONGEST);
        assertThat(address.account()).isEqualTo("ada@example.com");
        assertThat(address.issuer()).isNotEmpty();
        assertThat(issuer).startsWith(address.issuer());
        assertThat((address.issuer() + " ").replace(character, "").replace(character.strip(), ""))
                .isBlank();
        assertThat(URI.create(address.uri()).getPath()).isEqualTo("/" + address.issuer() + ":ada@example.com");
    }

    @Test
    void accountIsCutOnlyIfTheIssuerCannotGiveMore() {
        String account = "a".repeat(200) + "@example.com";
        assertThat(OtpauthUri.of("\u0416".repeat(250), account, SECRET, DEFAULTS)
                        .account())
                .isEqualTo(account);

        OtpauthUri both = OtpauthUri.of("\u0416".repeat(250), "\u0416".repeat(250), SECRET, DEFAULTS);
        assertThat(both.uri()).hasSizeLessThanOrEqualTo(OtpauthUri.LONGEST);
        assertThat(both.issuer()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(both.account()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void characterThatIsTooLongIsShownWithoutItsCombiningOnes() {
        OtpauthUri address = OtpauthUri.of("e" + "\u0301".repeat(300), "ada", SECRET, DEFAULTS);

        assertThat(address.issuer()).isEqualTo("e");
    }

    @Test
    void showsNothingOfItself() {
        assertThat(OtpauthUri.of("Demo", "ada", SECRET, DEFAULTS)).hasToString("OtpauthUri[hidden]");
    }
}
