package dev.tenantmfa.assurance.gate;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.Time;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceConfig;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class NewAuthorizationTest {

    private static final String UMA = "urn:ietf:params:oauth:grant-type:uma-ticket";

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final KeycloakContext context = mock(KeycloakContext.class);
    private final ClientModel client = mock(ClientModel.class);
    private final MultivaluedHashMap<String, String> form = new MultivaluedHashMap<>();

    @BeforeEach
    void describeTheRealm() {
        RealmModel realm = mock(RealmModel.class);
        OAuth2DeviceConfig device = mock(OAuth2DeviceConfig.class);
        when(device.getLifespan(client)).thenReturn(600);
        when(realm.getAccessCodeLifespan()).thenReturn(60);
        when(realm.getOAuth2DeviceConfig()).thenReturn(device);
        HttpRequest request = mock(HttpRequest.class);
        when(request.getDecodedFormParameters()).thenReturn(form);
        when(session.getContext()).thenReturn(context);
        when(context.getRealm()).thenReturn(realm);
        when(context.getHttpRequest()).thenReturn(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange", UMA})
    void tokensOfAnEarlierAuthorizationAreNotNew(String grant) {
        assertThat(begun(grant)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_code, 60",
        "urn:ietf:params:oauth:grant-type:device_code, 600",
        "password, 0",
        "http://auth0.com/oauth/grant-type/mfa-otp, 0"
    })
    void newAuthorizationBeganAsLongAgoAsItsCodeLives(String grant, int seconds) {
        assertThat(begun(grant).orElseThrow()).isBetween(now().minusSeconds(seconds + 5L), now().minusSeconds(seconds));
    }

    @Test
    void answersWithoutAGrantAreNew() {
        assertThat(begun(null)).isPresent();
        assertThat(NewAuthorization.begun(session, client, null)).isPresent();
    }

    @Test
    void grantOfTheRequestCountsOnlyOutsideOfALogin() {
        form.add("grant_type", UMA);
        assertThat(begun(null)).isEmpty();

        when(context.getAuthenticationSession()).thenReturn(mock(AuthenticationSessionModel.class));

        assertThat(begun(null)).isPresent();
    }

    private Optional<Instant> begun(@Nullable String grant) {
        ClientSessionContext tokens = mock(ClientSessionContext.class);
        when(tokens.getAttribute(Constants.GRANT_TYPE, String.class)).thenReturn(grant);
        return NewAuthorization.begun(session, client, tokens);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis()).plus(Duration.ofSeconds(1));
    }
}
