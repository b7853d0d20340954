package dev.tenantmfa.message.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageTemplateTest {

    private static final String NASTY = "Line\n\"quoted\" & 100% = ü {code} ${vault.other} \\ \u2028";

    private final MessageTemplate template = new MessageTemplate(reference -> "secret of " + reference);
    private final SmsMessage message = new SmsMessage("+491701234567", NASTY, "000042");

    @Test
    void formValuesAreEncoded() {
        String body = template.body("To={number}&Body={text}&x={digits}", HttpSmsSettings.Format.FORM, message);

        String[] pairs = body.split("&");
        assertThat(pairs).hasSize(3);
        assertThat(URLDecoder.decode(pairs[0], StandardCharsets.UTF_8)).isEqualTo("To=+491701234567");
        assertThat(URLDecoder.decode(pairs[1], StandardCharsets.UTF_8)).isEqualTo("Body=" + NASTY);
        assertThat(pairs[2]).isEqualTo("x=491701234567");
    }

    @Test
    void jsonValuesAreEscaped() throws Exception {
        String body = template.body(
                "{\"to\":[\"{number}\"],\"text\":\"{text}\",\"otp\":\"{code}\",\"key\":\"${vault.sms}\"}",
                HttpSmsSettings.Format.JSON,
                message);

        JsonNode json = new ObjectMapper().readTree(body);
        assertThat(json.at("/to/0").asText()).isEqualTo("+491701234567");
        assertThat(json.at("/text").asText()).isEqualTo(NASTY);
        assertThat(json.at("/otp").asText()).isEqualTo("000042");
        assertThat(json.at("/key").asText()).isEqualTo("secret of ${vault.sms}");
    }

    @Test
    void valuesAreNoTemplates() {
        assertThat(template.body("{text}", HttpSmsSettings.Format.JSON, new SmsMessage("+1", "{code} {number}", "1")))
                .isEqualTo("{code} {number}");
    }

    @Test
    void headersTakeSecretsAndNothingOfTheMessage() {
        assertThat(template.header("Basic ${vault.sms}")).isEqualTo("Basic secret of ${vault.sms}");
        assertThat(template.header("{code} $1 \\")).isEqualTo("{code} $1 \\");
    }
}
