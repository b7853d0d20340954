package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.Denial;
import jakarta.ws.rs.core.Response.Status;
import org.junit.jupiter.api.Test;
import org.keycloak.services.clientpolicy.ClientPolicyException;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizationRequestsTest {

    @Test
    void refusalOfAClientPolicyIsPassedOn() {
        Denial denial =
                AuthorizationRequests.denial(new ClientPolicyException("invalid_scope", "not here", Status.FORBIDDEN));

        assertThat(denial).isEqualTo(Denial.of(Status.FORBIDDEN, "invalid_scope", "not here"));
    }

    @Test
    void refusalWithoutDetailAndStatusIsAnAnswerToo() {
        Denial denial = AuthorizationRequests.denial(new ClientPolicyException("invalid_request", null, (Status) null));

        assertThat(denial).isEqualTo(Denial.of(Status.BAD_REQUEST, "invalid_request", ""));
        assertThat(denial.challenge().getStatus()).isEqualTo(400);
    }
}
