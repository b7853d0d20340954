package dev.tenantmfa.factor;

import dev.tenantmfa.fixture.RealmFixture;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** What a login keeps about an accepted code until its event is written. */
class FactorEventsTest {

    private static final Verification ACCEPTED = new Verification.Accepted(FactorKind.BACKUP_CODE, "codes-1");

    private final RealmFixture keycloak = new RealmFixture();
    private final AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
    private final Map<String, String> notes = new HashMap<>();

    @BeforeEach
    void keepNotes() {
        when(login.getAuthNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(login)
                .setAuthNote(anyString(), any());
        doAnswer(call -> notes.remove(call.<String>getArgument(0))).when(login).removeAuthNote(anyString());
    }

    @Test
    void laterEventOfTheLoginDescribesTheCode() {
        FactorEvents.keep(described(), login);
        EventBuilder later =
                event(EventType.LOGIN).detail("credential_id", "app-1").detail("second_factor", "totp");

        FactorEvents.restore(keycloak.session, later, login);

        assertThat(later.getEvent().getDetails())
                .containsEntry("second_factor", "backup-code")
                .containsEntry("second_factor_result", "accepted")
                .containsEntry("selected_credential_id", "codes-1")
                .doesNotContainKey("credential_id");
    }

    @Test
    void eventOfARequiredActionDoesNot() {
        FactorEvents.keep(described(), login);
        EventBuilder action = event(EventType.UPDATE_CREDENTIAL);

        FactorEvents.restore(keycloak.session, action, login);

        assertThat(action.getEvent().getDetails()).isNullOrEmpty();
    }

    @Test
    void nothingIsKeptOfAnEventThatDescribesNoCode() {
        FactorEvents.keep(event(EventType.LOGIN), login);
        FactorEvents.keep(event(EventType.LOGIN).detail("second_factor", "access-pass"), login);

        assertThat(notes).isEmpty();
        EventBuilder later = event(EventType.LOGIN);
        FactorEvents.restore(keycloak.session, later, login);
        assertThat(later.getEvent().getDetails()).isNullOrEmpty();
    }

    @Test
    void codeWithAnEventOfItsOwnIsForgotten() {
        FactorEvents.keep(described(), login);

        FactorEvents.forget(login);

        assertThat(notes).isEmpty();
    }

    @Test
    void secondEventAboutACodeLacksTheResult() {
        EventBuilder event = event(EventType.LOGIN);

        FactorEvents.mention(keycloak.session, event, ACCEPTED);

        assertThat(event.getEvent().getDetails())
                .containsEntry("second_factor", "backup-code")
                .doesNotContainKey("second_factor_result");
    }

    private EventBuilder described() {
        EventBuilder event = event(EventType.LOGIN);
        FactorEvents.describe(keycloak.session, event, ACCEPTED);
        return event;
    }

    private EventBuilder event(EventType type) {
        return new EventBuilder(keycloak.realm, keycloak.session).event(type);
    }
}
