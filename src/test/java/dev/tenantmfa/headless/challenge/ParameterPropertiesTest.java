package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.headless.grant.MfaCallBody;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.LoginProgress;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.headless.waiting.PendingLogin;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.http.HttpRequest;
import org.keycloak.util.JsonSerialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Of whatever an application sends: it is read, or an error of OAuth. */
class ParameterPropertiesTest {

    @Test
    void formIsReadOrRefused() {
        Property.holds(inputs -> {
            MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
            for (int left = inputs.number(0, 6); left > 0; left--) {
                form.add(
                        inputs.oneOf(
                                "username",
                                "password",
                                "otp",
                                "resend",
                                "challenge_type",
                                "auth_session",
                                inputs.text(4)),
                        inputs.oneOf(inputs.text(20), "true", "oob", "x".repeat(inputs.number(0, 5_000))));
            }
            try {
                ChallengeParameters parameters = ChallengeParameters.read(form);
                assertThat(parameters.forFlow()).doesNotContainKeys("client_secret", "auth_session", "binding_code");
                parameters.forFlow().forEach((name, values) -> {
                    assertThat(values).hasSize(1);
                    assertThat(values.get(0)).isNotBlank().hasSizeLessThanOrEqualTo(4_000);
                    assertThat(values.get(0).chars()).noneMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
                });
                parameters.text("username").ifPresent(name -> assertThat(name).hasSizeLessThanOrEqualTo(255));
            } catch (OAuthRefusal refusal) {
                assertThat(refusal.denial().status()).isEqualTo(400);
                assertThat(refusal.denial().error()).isEqualTo("invalid_request");
            }
        });
    }

    @Test
    void bodyOfAnMfaCallIsReadOrRefused() {
        Property.holds(inputs -> {
            String good = "{\"mfa_token\":\"x\",\"client_id\":\"app\",\"challenge_type\":\"otp oob\",\"n\":null}";
            String text = inputs.oneOf(
                    inputs.text(30),
                    inputs.damaged(good),
                    "{\"mfa_token\":" + inputs.json() + ",\"challenge_type\":[" + inputs.json() + "]}",
                    inputs.json());
            Charset charset = inputs.oneOf(
                    StandardCharsets.UTF_8,
                    StandardCharsets.UTF_16,
                    StandardCharsets.ISO_8859_1,
                    Charset.forName("UTF-32"),
                    Charset.forName("UTF-32LE"));
            byte[] sent = inputs.oneOf(text.getBytes(charset), inputs.bytes(60));
            try {
                MfaCallBody body = MfaCallBody.read(request(), new ByteArrayInputStream(sent));
                body.mfaToken().ifPresent(token -> assertThat(token).isNotBlank());
                assertThat(body.words("challenge_type")).noneMatch(String::isBlank);
                assertThat(body.words("mfa_token")).noneMatch(String::isBlank);
                body.namesClient();
            } catch (OAuthRefusal refusal) {
                assertThat(refusal.denial().status()).isEqualTo(400);
                assertThat(refusal.denial().error()).isEqualTo("invalid_request");
            }
        });
    }

    @Test
    void charactersOfFourBytesInAnOrderThatNobodyUsesAreRefused() {
        byte[] sent = {0, '{', 0, 0, 0, '}', 0, 0};
        try {
            MfaCallBody.read(request(), new ByteArrayInputStream(sent));
            throw new AssertionError("read");
        } catch (OAuthRefusal refusal) {
            assertThat(refusal.denial())
                    .isEqualTo(Denial.invalidRequest("The body must be one JSON object without duplicate fields."));
        }
    }

    @Test
    void loginThatWaitsIsStoredAsItIs() {
        Property.holds(inputs -> {
            PendingLogin login = new PendingLogin(
                    inputs.text(5),
                    inputs.text(5),
                    inputs.number(0, Integer.MAX_VALUE),
                    inputs.text(5),
                    new PendingLogin.Request(
                            inputs.text(5), inputs.text(9), Map.of("note " + inputs.text(5), inputs.text(30))),
                    new LoginProgress(
                            inputs.oneOf("user", inputs.text(5)),
                            inputs.text(5),
                            inputs.text(5),
                            List.of(inputs.text(5), inputs.text(5)),
                            Map.of(PendingLogin.TYPED_USERNAME, inputs.text(30)),
                            Map.of()));

            String stored = JsonSerialization.writeValueAsString(login);

            assertThat(JsonSerialization.readValue(stored, PendingLogin.class)).isEqualTo(login);
        });
    }

    private static HttpRequest request() {
        HttpHeaders headers = mock(HttpHeaders.class);
        when(headers.getMediaType()).thenReturn(MediaType.APPLICATION_JSON_TYPE);
        HttpRequest request = mock(HttpRequest.class);
        when(request.getHttpHeaders()).thenReturn(headers);
        return request;
    }
}
