package dev.tenantmfa.headless.grant;

import dev.tenantmfa.headless.waiting.OAuthRefusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.http.HttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class MfaCallBodyTest {

    @Test
    void fieldsOfJsonAreRead() throws OAuthRefusal {
        MfaCallBody body = json("{\"mfa_token\":\"t\",\"authenticator_types\":[\"otp\",\"oob\"]}");

        assertThat(body.mfaToken()).contains("t");
        assertThat(body.words("authenticator_types")).containsExactly("otp", "oob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mfa_token\":\"a\",\"mfa_token\":\"b\"}",
                "{\"mfa_token\":\"a\",\"mfa_token\":\"a\"}",
                "{\"unknown\":\"a\",\"unknown\":\"b\"}",
                "{\"mfa_token\":null,\"mfa_token\":\"b\"}",
                "{\"mfa_token\":\"a\"}]",
                "{\"mfa_token\":\"a\"}{}",
                "{\"mfa_token\":\"a\"} x",
            })
    void fieldThatJsonHasTwiceOrSomethingBehindItIsRefused(String text) {
        assertThatThrownBy(() -> json(text)).isInstanceOfSatisfying(OAuthRefusal.class, refusal -> {
            assertThat(refusal.denial().status()).isEqualTo(400);
            assertThat(refusal.denial().error()).isEqualTo("invalid_request");
        });
    }

    @Test
    void fieldThatAFormHasTwiceIsRefused() {
        MultivaluedHashMap<String, String> form = new MultivaluedHashMap<>();
        form.put("mfa_token", List.of("a", "b"));

        assertThatThrownBy(() -> MfaCallBody.read(request(MediaType.APPLICATION_FORM_URLENCODED_TYPE, form), null))
                .isInstanceOfSatisfying(
                        OAuthRefusal.class,
                        refusal -> assertThat(refusal.denial().error()).isEqualTo("invalid_request"));
    }

    private static MfaCallBody json(String text) throws OAuthRefusal {
        return MfaCallBody.read(
                request(MediaType.APPLICATION_JSON_TYPE, new MultivaluedHashMap<>()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpRequest request(MediaType type, MultivaluedHashMap<String, String> form) {
        HttpHeaders headers = mock(HttpHeaders.class);
        when(headers.getMediaType()).thenReturn(type);
        HttpRequest request = mock(HttpRequest.class);
        when(request.getHttpHeaders()).thenReturn(headers);
        when(request.getDecodedFormParameters()).thenReturn(form);
        return request;
    }
}
