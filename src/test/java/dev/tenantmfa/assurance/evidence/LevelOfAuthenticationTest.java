package dev.tenantmfa.assurance.evidence;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenantmfa.assurance.flow.FlowFixture;
import dev.tenantmfa.factor.Method;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** A flow with a level 2 for all methods and a level 3 for security keys and passkeys. */
class LevelOfAuthenticationTest {

    private static final String TYPE = "tmfa-totp";

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final FlowFixture fixture = new FlowFixture();

    @BeforeEach
    void wire() {
        KeycloakSessionFactory server = mock(KeycloakSessionFactory.class);
        when(session.getKeycloakSessionFactory()).thenReturn(server);
        AuthenticatorFactory step = mock(AuthenticatorFactory.class);
        when(step.getReferenceCategory()).thenReturn(TYPE);
        when(server.getProviderFactory(Authenticator.class, FlowFixture.STEP)).thenReturn(step);
        fixture.flow("top", fixture.subFlow("level 2"), fixture.subFlow("level 3"), fixture.step(null));
        fixture.flow("level 2", fixture.level(2), fixture.step(null));
        fixture.flow("level 3", fixture.level(3), fixture.step("security-key##passkey"));
    }

    @Test
    void codeReachesTheLevelOfAllMethods() {
        assertThat(highest(Method.TOTP)).isEqualTo(2);
        assertThat(highest(Method.SMS)).isEqualTo(2);
    }

    @Test
    void keyReachesTheLevelOfKeys() {
        assertThat(highest(Method.SECURITY_KEY)).isEqualTo(3);
        assertThat(highest(Method.TOTP, Method.PASSKEY)).isEqualTo(3);
    }

    @Test
    void listWithoutAnyKnownMethodAcceptsAll() {
        fixture.flow("level 3", fixture.level(3), fixture.step("carrier-pigeon"));

        assertThat(highest(Method.TOTP)).isEqualTo(3);
    }

    @Test
    void lowestLevelIsThatOfTheFlowWithoutStepsOutside() {
        assertThat(LevelOfAuthentication.lowest(fixture.realm, "top")).hasValue(2);
        fixture.flow("plain", fixture.step(null));
        assertThat(LevelOfAuthentication.lowest(fixture.realm, "plain")).isEmpty();
    }

    /** As Keycloak adds it up, without an overflow. */
    @Test
    void levelThatWasNeverReachedIsTooOldForEachGreatestAge() throws IOException {
        Map<Integer, Integer> levels = new ObjectMapper()
                .readValue(LevelOfAuthentication.neverReached(2), new TypeReference<Map<Integer, Integer>>() {});

        assertThat(levels).containsOnlyKeys(2);
        assertThat(levels.get(2) + Integer.MAX_VALUE).isNegative();
    }

    private int highest(Method... shown) {
        return LevelOfAuthentication.highest(session, fixture.realm, "top", TYPE, Set.of(shown));
    }
}
