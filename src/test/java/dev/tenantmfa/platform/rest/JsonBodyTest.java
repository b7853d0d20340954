package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonBodyTest {
    private enum Colour {
        RED,
        BLUE
    }

    @Test
    void readsWhatItKnows() {
        JsonBody body = read("{\"name\":\" x \",\"on\":true,\"days\":7,\"colour\":\"RED\",\"none\":null}");

        assertThat(body.text("name", 1, 5)).isEqualTo("x");
        assertThat(body.flag("on")).isTrue();
        assertThat(body.number("days", 0, 7)).isEqualTo(7);
        assertThat(body.choice("colour", Colour.class)).isEqualTo(Colour.RED);
        assertThat(body.has("none")).isFalse();
        assertThat(body.optionalText("none", 1, 5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"unknown\":1}",
                "{\"name\":1,\"name\":2}",
                "{\"name\":\"x\",}",
                "/* no */ {}"
            })
    void refusesWhatIsNoObjectOfKnownFields(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(400));
    }

    /** The parser recognizes them by their zero bytes and would read them. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void refusesOtherEncodings(String charset) {
        byte[] bytes = "{\"name\":\"x\"}".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> JsonBody.read(
                        headers(MediaType.APPLICATION_JSON_TYPE), new ByteArrayInputStream(bytes), "name"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(400));
    }

    @Test
    void refusesWrongTypesAndSizes() {
        JsonBody body = read("{\"name\":7,\"on\":\"true\",\"days\":1.0,\"colour\":\"red\"}");

        assertThatThrownBy(() -> body.text("name", 1, 5)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> body.flag("on")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> body.number("days", 0, 7)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> body.choice("colour", Colour.class)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> body.text("none", 1, 5)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> read("{\"name\":\"" + "x".repeat(70_000) + "\"}"))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/problem+json", "application/json;charset=iso-8859-1"})
    void refusesOtherMediaTypes(String type) {
        assertThatThrownBy(() -> JsonBody.read(headers(MediaType.valueOf(type)), stream("{}"), "name"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(415));
        assertThatThrownBy(() -> JsonBody.read(headers(null), stream("{}"), "name"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void passwordIsTakenAsItWasSent() {
        assertThat(read("{\"name\":\" p\\u0007w \"}").optionalPassword("name", 5))
                .contains(" p\u0007w ");
        assertThat(read("{}").optionalPassword("name", 5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"123456\"", "7", "[]"})
    void passwordOfNoUseIsRefused(String value) {
        assertThatThrownBy(() -> read("{\"name\":" + value + "}").optionalPassword("name", 5))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void passwordOfHalfACharacterIsRefused() {
        JsonBody body = read("{\"name\":\"\\ud800\"}");

        assertThatThrownBy(() -> body.optionalPassword("name", 100)).isInstanceOf(Refusal.class);
        assertThat(read("{\"name\":\" \\ud83d\\udd10 \"}").optionalPassword("name", 100))
                .contains(" \ud83d\udd10 ");
    }

    @Test
    void nullIsRefusedWhereItIsNoValue() {
        assertThat(read("{\"name\":null,\"days\":1}").withoutNull("days").optionalText("name", 1, 5))
                .isEmpty();
        assertThat(read("{}").withoutNull("days").optionalNumber("days", 0, 5)).isEmpty();
        assertThatThrownBy(() -> read("{\"days\":null}").withoutNull("name", "days"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void timesHaveFourDigitYears() {
        assertThat(read("{\"name\":\"2099-01-31T08:00:00+01:00\"}").optionalTime("name"))
                .contains(Instant.parse("2099-01-31T07:00:00Z"));
        for (String odd : List.of(
                "+10000-01-01T00:00:00Z",
                "+999999999-12-31T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59-18:00",
                "2099-01-31")) {
            JsonBody body = read("{\"name\":\"" + odd + "\"}");
            assertThatThrownBy(() -> body.optionalTime("name")).as(odd).isInstanceOf(Refusal.class);
        }
    }

    private static JsonBody read(String json) {
        return JsonBody.read(
                headers(new MediaType("application", "json", Map.of("charset", "UTF-8"))),
                stream(json),
                "name",
                "on",
                "days",
                "colour",
                "none");
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpHeaders headers(@Nullable MediaType type) {
        HttpHeaders headers = Mockito.mock(HttpHeaders.class);
        Mockito.when(headers.getMediaType()).thenReturn(type);
        return headers;
    }
}
