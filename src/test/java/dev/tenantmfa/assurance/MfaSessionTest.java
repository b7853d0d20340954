package dev.tenantmfa.assurance;

import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class MfaSessionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final UserModel person = RealmFixture.person("user-1", new InMemoryCredentials());
    private final UserSessionModel session = mock(UserSessionModel.class);
    private final Map<String, String> notes = new HashMap<>();

    @BeforeEach
    void keepNotes() {
        when(session.getUser()).thenReturn(person);
        when(session.getStarted()).thenReturn((int) NOW.minusSeconds(3600).getEpochSecond());
        when(session.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setNote(anyString(), anyString());
    }

    @Test
    void markIsThatOfItsPersonAlone() {
        MfaSession.mark(session, "totp", NOW);
        assertThat(MfaSession.verifiedIn(session)).contains(NOW);

        UserModel other = RealmFixture.person("user-2", new InMemoryCredentials());
        when(session.getUser()).thenReturn(other);

        assertThat(MfaSession.verifiedIn(session)).isEmpty();
    }

    @Test
    void loginIsAsOldAsItsNoteElseAsTheSession() {
        assertThat(MfaSession.lastLogin(session)).isEqualTo(NOW.minusSeconds(3600));
        assertThat(MfaSession.isLoginWithin(session, Duration.ofMinutes(5), NOW))
                .isFalse();

        notes.put("AUTH_TIME", Long.toString(NOW.minusSeconds(300).getEpochSecond()));

        assertThat(MfaSession.isLoginWithin(session, Duration.ofMinutes(5), NOW))
                .isTrue();
        assertThat(MfaSession.isLoginWithin(session, Duration.ofSeconds(299), NOW))
                .isFalse();
    }

    @Test
    void noteThatIsNoTimeIsNoFreshLogin() {
        notes.put("AUTH_TIME", "now");

        assertThat(MfaSession.isLoginWithin(session, Duration.ofMinutes(5), NOW))
                .isFalse();
    }
}
