package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.Verification;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.util.JsonSerialization;

import static org.assertj.core.api.Assertions.assertThat;

class DenialTest {

    @Test
    void blockedUsersAreToldHowLongToWait() {
        Denial denial = Denial.of(new Verification.Blocked(Duration.ofSeconds(61)));

        assertThat(denial)
                .isEqualTo(new Denial(
                        429,
                        "too_many_attempts",
                        "Too many attempts. Try again in 2 minutes.",
                        Duration.ofSeconds(61)));
        assertThat(Denial.of(new Verification.Blocked(Duration.ofSeconds(60))).description())
                .endsWith(" 1 minute.");
    }

    @Test
    void lockedUsersGetTheAnswerToAWrongPassword() {
        assertThat(Denial.of(new Verification.Locked(true))).isEqualTo(Denial.invalidCredentials());
        assertThat(Denial.of(new Verification.Locked(false)).isInvalidCredentials())
                .isTrue();
    }

    @Test
    void refusedCodesAreInvalidGrants() {
        assertThat(Denial.of(new Verification.Rejected(SecondFactor.Reason.USED, Method.TOTP)))
                .isEqualTo(Denial.invalidGrant("The code was incorrect."));
        assertThat(Denial.of(new Verification.SwitchedOff()).description())
                .isEqualTo("This second factor is switched off after too many wrong codes in a row."
                        + " An administrator can reset it.");
        assertThat(Denial.of(new Verification.SwitchedOff()).isInvalidCredentials())
                .isFalse();
    }

    @Test
    void tokenEndpointForbidsCachesToKeepIt() throws Exception {
        Response answer = Denial.missing("mfa_token").token(Map.of("more", 1));

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.getMediaType()).isEqualTo(MediaType.APPLICATION_JSON_TYPE);
        assertThat(json(answer))
                .isEqualTo("{\"error\":\"invalid_request\",\"error_description\":\"Missing parameter: mfa_token\","
                        + "\"more\":1}");
    }

    @Test
    void challengeEndpointNamesTheSessionAndTheTimeToWait() throws Exception {
        Response answer =
                Denial.tooMany("Too many attempts.", Duration.ofMillis(1500)).challenge("session", Map.of());

        assertThat(answer.getStatus()).isEqualTo(429);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
        assertThat(json(answer))
                .isEqualTo("{\"error\":\"too_many_attempts\","
                        + "\"error_description\":\"Too many attempts. Try again in 2 seconds.\","
                        + "\"auth_session\":\"session\"}");
    }

    @Test
    void challengeEndpointLeavesOutWhatIsEmpty() throws Exception {
        assertThat(json(Denial.redirectToWeb("").challenge())).isEqualTo("{\"error\":\"redirect_to_web\"}");
    }

    @Test
    void answersOfOtherStepsAreRead() {
        Response keycloaks = Response.status(401)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation("invalid_grant", "Invalid user credentials"))
                .build();

        assertThat(ForeignAnswer.read(keycloaks))
                .hasValueSatisfying(
                        denial -> assertThat(denial.isInvalidCredentials()).isTrue())
                .contains(new Denial(401, "invalid_grant", "Invalid user credentials", null));
        assertThat(ForeignAnswer.read(Denial.invalidRequest("No.").token())).contains(Denial.invalidRequest("No."));
    }

    @Test
    void pagesAndOtherTextsAreNoErrors() {
        assertThat(ForeignAnswer.read(
                        Response.ok("<html>", MediaType.TEXT_HTML_TYPE).build()))
                .isEmpty();
        assertThat(ForeignAnswer.read(
                        Response.ok("{", MediaType.APPLICATION_JSON_TYPE).build()))
                .isEmpty();
        assertThat(ForeignAnswer.read(Response.ok("{\"error\":1}", MediaType.APPLICATION_JSON_TYPE)
                        .build()))
                .isEmpty();
        assertThat(ForeignAnswer.read(Response.noContent().build())).isEmpty();
    }

    private static String json(Response answer) throws Exception {
        return JsonSerialization.writeValueAsString(answer.getEntity());
    }
}
