package dev.tenantmfa.headless.challenge;

import org.junit.jupiter.api.Test;
import org.keycloak.protocol.oidc.utils.OAuth2Code;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizationCodesTest {

    /** A key that Keycloak renamed would leave the code without its proof. */
    @Test
    void codeIsBoundToAllThatTheRequestSaid() {
        OAuth2Code code = AuthorizationCodes.code("client", 1_800_000_000, name -> "the " + name, "session");

        assertThat(code.getId()).isNotBlank();
        assertThat(code.getClientUUID()).isEqualTo("client");
        assertThat(code.getExpiration()).isEqualTo(1_800_000_000);
        assertThat(code.getNonce()).isEqualTo("the nonce");
        assertThat(code.getScope()).isEqualTo("the scope");
        assertThat(code.getResource()).isEqualTo("the resource");
        assertThat(code.getCodeChallenge()).isEqualTo("the code_challenge");
        assertThat(code.getCodeChallengeMethod()).isEqualTo("the code_challenge_method");
        assertThat(code.getDpopJkt()).isEqualTo("the dpop_jkt");
        assertThat(code.getUserSessionId()).isEqualTo("session");
        assertThat(code.getRedirectUriParam()).isNull();
    }
}
