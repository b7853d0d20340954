package dev.tenantmfa.message.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenantmfa.fixture.Property;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayPropertiesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void settingsAreSafeOrRefusedWithoutTheirValue() {
        Property.holds(inputs -> {
            String mark = "secret-value";
            Map<String, String> values = new HashMap<>();
            values.put(
                    "url",
                    inputs.oneOf(
                                    "https://sms.example/",
                                    "http://localhost:1/",
                                    "http://sms.example/",
                                    "ftp://localhost/",
                                    "")
                            + inputs.oneOf("", mark + inputs.text(6)));
            for (String key :
                    Set.of("method", "format", "headers", "body", "expected", "connect-seconds", "answer-seconds")) {
                if (inputs.oneOf(true, false, false)) {
                    values.put(key, inputs.oneOf(mark, "", "PUT", "json", "A: b") + inputs.text(4));
                }
            }
            try {
                HttpSmsSettings.read(values::get).ifPresent(settings -> {
                    boolean local = Set.of("localhost", "127.0.0.1", "[::1]")
                            .contains(settings.url().getHost());
                    assertThat(local || settings.url().getScheme().equalsIgnoreCase("https"))
                            .isTrue();
                    assertThat(settings.method()).isIn("POST", "PUT", "PATCH");
                    assertThat(settings.connectSeconds()).isBetween(1, 30);
                    assertThat(settings.answerSeconds()).isBetween(1, 60);
                    assertThat(settings.headers().keySet()).noneMatch(String::isEmpty);
                    assertThat(settings.toString()).doesNotContain(mark);
                });
            } catch (HttpSmsSettings.Invalid e) {
                assertThat(e.getMessage()).doesNotContain(mark);
            }
        });
    }

    @Test
    void whatAMessageSaysStaysWithinItsPlace() {
        MessageTemplate template = new MessageTemplate(reference -> "vault");
        Property.holds(inputs -> {
            String text = inputs.text(20);
            SmsMessage message = new SmsMessage("+491701234567", text, "000042");

            JsonNode json = MAPPER.readTree(
                    template.body("{\"a\":\"{text}\",\"b\":\"{code}\"}", HttpSmsSettings.Format.JSON, message));
            String form = template.body("a={text}&b={code}", HttpSmsSettings.Format.FORM, message);

            assertThat(json).hasSize(2);
            assertThat(json.get("a").asText()).isEqualTo(text);
            assertThat(json.get("b").asText()).isEqualTo("000042");
            assertThat(form.split("&")).hasSize(2);
            assertThat(URLDecoder.decode(form.split("&")[0], StandardCharsets.UTF_8))
                    .isEqualTo("a=" + new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        });
    }
}
