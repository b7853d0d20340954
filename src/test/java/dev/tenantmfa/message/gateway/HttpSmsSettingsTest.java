package dev.tenantmfa.message.gateway;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpSmsSettingsTest {

    private final Map<String, String> values = new HashMap<>(Map.of("url", "https://sms.example/send"));

    @Test
    void addressAloneIsEnough() throws Exception {
        HttpSmsSettings settings = HttpSmsSettings.read(values::get).orElseThrow();

        assertThat(settings.method()).isEqualTo("POST");
        assertThat(settings.format()).isEqualTo(HttpSmsSettings.Format.FORM);
        assertThat(settings.body()).isEqualTo("to={number}&text={text}");
        assertThat(settings.connectSeconds()).isEqualTo(3);
        assertThat(settings.answerSeconds()).isEqualTo(10);
    }

    @Test
    void withoutAnAddressThereIsNoGateway() throws Exception {
        values.put("url", " ");

        assertThat(HttpSmsSettings.read(values::get)).isEmpty();
    }

    @Test
    void headersAreSplitByLinesOrKeycloaksSeparator() throws Exception {
        values.put("headers", "Authorization: Basic ${vault.a}\r\nX-One: a:b##X-Two: c");

        assertThat(HttpSmsSettings.read(values::get).orElseThrow().headers())
                .isEqualTo(Map.of("Authorization", "Basic ${vault.a}", "X-One", "a:b", "X-Two", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]:1/"})
    void plainHttpIsForThisMachine(String url) throws Exception {
        values.put("url", url);

        assertThat(HttpSmsSettings.read(values::get)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "url, http://sms.example/",
        "url, http://localhost.example/",
        "url, file:///etc/passwd",
        "url, sms.example",
        "url, 'https://exa mple/secret-value'",
        "method, GET",
        "format, xml",
        "headers, secret-value"
    })
    void whatMakesNoSenseIsRefusedByNameAlone(String key, String value) {
        values.put(key, value);

        assertThatThrownBy(() -> HttpSmsSettings.read(values::get))
                .isInstanceOf(HttpSmsSettings.Invalid.class)
                .hasMessageStartingWith(key)
                .hasMessageNotContaining("secret-value");
    }
}
