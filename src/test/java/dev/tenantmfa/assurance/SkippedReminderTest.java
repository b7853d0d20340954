package dev.tenantmfa.assurance;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class SkippedReminderTest {

    private final Map<String, String> notes = new HashMap<>();
    private final RealmModel realm = mock(RealmModel.class);

    @BeforeEach
    void skip() {
        when(realm.getAccessCodeLifespan()).thenReturn(60);
        AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(login)
                .setClientNote(anyString(), anyString());
        SkippedReminder.note(login, "birch");
    }

    @Test
    void markCountsForItsTenantOnly() {
        assertThat(isFresh(notes, new Place("birch", "Birch"))).isTrue();
        assertThat(isFresh(notes, new Place("birch-2", "Birch"))).isFalse();
        assertThat(isFresh(notes, new Place("cedar", "Cedar"))).isFalse();
        assertThat(isFresh(notes, null)).isFalse();
    }

    @Test
    void markIsOfTheClientThatTheLoginWasFor() {
        assertThat(isFresh(Map.of(), new Place("birch", "Birch"))).isFalse();
    }

    @Test
    void markCountsForAsLongAsACodeLives() {
        when(realm.getAccessCodeLifespan()).thenReturn(0);

        assertThat(isFresh(notes, new Place("birch", "Birch"))).isFalse();
    }

    private boolean isFresh(Map<String, String> ofClient, @Nullable Place place) {
        AuthenticatedClientSessionModel clientSession = mock(AuthenticatedClientSessionModel.class);
        when(clientSession.getNote(anyString())).thenAnswer(call -> ofClient.get(call.<String>getArgument(0)));
        return SkippedReminder.isFresh(clientSession, place, realm);
    }
}
