package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.headless.grant.JsonAsForm;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.http.HttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimedClientTest {

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "demo-cli\u0000", "a\u0000b"})
    void noClientHasNulInItsId(String id) {
        assertThat(mayExist("client_id", id, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b:secret", "a%00b:secret"})
    void noClientHasNulInItsBasicCredentials(String credentials) {
        assertThat(mayExist("scope", "openid", "Basic " + base64(credentials))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sub\":\"a\\u0000b\"}", "{\"iss\":\"a\\u0000b\",\"sub\":\"demo-cli\"}"})
    void noClientHasNulInItsAssertion(String claims) {
        assertThat(mayExist("client_assertion", jwt(claims), null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.bm8.x"})
    void assertionThatIsNoneIsLeftToKeycloak(String assertion) {
        assertThat(mayExist("client_assertion", assertion, null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic %", "Basic ZGVtbw==", "Bearer x", "Negotiate", ""})
    void authorizationThatIsNoneIsLeftToKeycloak(String authorization) {
        assertThat(mayExist("client_id", "demo-cli", authorization)).isTrue();
        assertThat(mayExist("client_id", "demo-cli", "Basic " + base64("%zz:x")))
                .isTrue();
    }

    @Test
    void othersMayExist() {
        assertThat(mayExist("client_id", "https://app.example/ä", "Basic " + base64("demo-agent:secret")))
                .isTrue();
        assertThat(mayExist("client_assertion", jwt("{\"sub\":\"demo-cli\"}"), null))
                .isTrue();
        assertThat(mayExist("scope", "openid", null)).isTrue();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String jwt(String claims) {
        return (base64("{\"alg\":\"none\"}") + "." + base64(claims)).replace("=", "") + ".eA";
    }

    private static boolean mayExist(String field, String value, String authorization) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.add(field, value);
        HttpHeaders headers = only(HttpHeaders.class, "getHeaderString", authorization);
        return ClaimedClient.mayExist(new JsonAsForm(only(HttpRequest.class, "getHttpHeaders", headers), form));
    }

    private static <T> T only(Class<T> type, String method, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, given) -> {
                    if (called.getName().equals(method)) {
                        return answer;
                    }
                    throw new UnsupportedOperationException(called.getName());
                }));
    }
}
