package dev.tenantmfa.headless.challenge;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class PolicyRedirectTest {

    @Test
    void oneThatIsNoLoopbackAddressComesFirst() {
        assertThat(shown("http://127.0.0.1/callback", "test.demo.agent:/callback"))
                .isEqualTo("test.demo.agent:/callback");
    }

    @Test
    void loopbackAddressesHaveAPortAsApplicationsSendThem() {
        assertThat(shown("http://127.0.0.1/callback")).isEqualTo("http://127.0.0.1:49152/callback");
        assertThat(shown("http://[::1]/callback")).isEqualTo("http://[::1]:49152/callback");
        assertThat(shown("http://127.0.0.1:8000/callback")).isEqualTo("http://127.0.0.1:8000/callback");
    }

    @Test
    void patternsAndWhatIsNoAddressAreLeftOut() {
        assertThat(shown("https://*", "not a uri", "https://app.example/callback"))
                .isEqualTo("https://app.example/callback");
    }

    private static String shown(String... registered) {
        ClientModel client = mock();
        when(client.getRedirectUris()).thenReturn(Set.of(registered));
        return PolicyRedirect.of(mock(KeycloakSession.class), client);
    }
}
