package dev.tenantmfa.platform.rest;

import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.RealmFixture;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.models.RealmModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Of whatever a caller sends: it is read, or refused as the caller's mistake. */
class RequestPropertiesTest {

    private enum Colour {
        RED,
        BLUE
    }

    @Test
    void bodyIsReadWithinItsBoundsOrRefused() {
        Property.holds(inputs -> {
            byte[] sent = body(inputs);
            try {
                JsonBody body = JsonBody.read(json(), new ByteArrayInputStream(sent), "name", "on", "days", "colour");
                body.optionalText("name", 1, 5).ifPresent(name -> {
                    assertThat(name.codePointCount(0, name.length())).isBetween(1, 5);
                    assertThat(PlainText.is(name)).isTrue();
                });
                body.optionalFlag("on");
                body.optionalChoice("colour", Colour.class);
                if (body.has("days")) {
                    assertThat(body.number("days", 0, 7)).isBetween(0, 7);
                }
            } catch (Refusal refusal) {
                assertThat(refusal.problem().status()).isEqualTo(400);
            }
        });
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void megabytesAreRefusedAtOnce() {
        for (String text : new String[] {"[", "{\"a\":", "1", "\"", " "}) {
            byte[] sent = text.repeat(5_000_000 / text.length()).getBytes(StandardCharsets.UTF_8);
            try {
                JsonBody.read(json(), new ByteArrayInputStream(sent), "a");
                throw new AssertionError("read " + text);
            } catch (Refusal refusal) {
                assertThat(refusal.problem().status()).isEqualTo(400);
            }
        }
    }

    @Test
    void pageIsWithinItsBoundsOrRefused() {
        RealmModel realm = new RealmFixture().realm;
        Property.holds(inputs -> {
            MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
            query.putSingle("first", inputs.oneOf("0", inputs.text(3), "" + inputs.number(-9, Integer.MAX_VALUE)));
            query.putSingle("max", inputs.oneOf("20", inputs.text(3), "" + inputs.number(-9, 200)));
            query.putSingle("search", inputs.text(200));
            query.putSingle("on", inputs.text(3));
            query.putSingle(
                    "before",
                    inputs.oneOf(
                            inputs.text(5),
                            inputs.oneOf("+", "-", "") + inputs.of("0123456789", 1, 10) + "-0" + inputs.number(1, 9)
                                    + "-01T00:00:00Z",
                            inputs.damaged("2026-01-31T12:00:00Z")));
            refusedOr(() -> {
                Page page = Page.of(realm, query);
                assertThat(page.first()).isNotNegative();
                assertThat(page.first() + page.max()).isPositive();
                assertThat(page.max()).isBetween(1, 100);
                assertThat(PlainText.is(page.search())).isTrue();
            });
            refusedOr(() -> Page.before(query)
                    .ifPresent(time -> assertThat(time.toEpochMilli() - 1).isLessThan(Long.MAX_VALUE)));
            refusedOr(() -> Page.flag(query, "on"));
        });
    }

    private static byte[] body(Inputs inputs) {
        String good = "{\"name\":\"x\",\"on\":true,\"days\":7,\"colour\":\"RED\"}";
        String text = inputs.oneOf(
                inputs.text(40),
                inputs.damaged(good),
                "{\"name\":" + inputs.json() + ",\"on\":" + inputs.json() + ",\"days\":" + inputs.json()
                        + ",\"colour\":" + inputs.json() + "}",
                inputs.json());
        Charset charset = inputs.oneOf(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.ISO_8859_1,
                Charset.forName("UTF-32"),
                Charset.forName("UTF-32LE"));
        return inputs.oneOf(text.getBytes(charset), text.getBytes(charset), inputs.bytes(60));
    }

    private static HttpHeaders json() {
        HttpHeaders headers = mock(HttpHeaders.class);
        when(headers.getMediaType()).thenReturn(MediaType.APPLICATION_JSON_TYPE);
        return headers;
    }

    private static void refusedOr(Runnable reading) {
        try {
            reading.run();
        } catch (Refusal refusal) {
            assertThat(refusal.problem().status()).isEqualTo(400);
        }
    }
}
