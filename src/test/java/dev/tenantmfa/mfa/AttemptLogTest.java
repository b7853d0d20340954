package dev.tenantmfa.mfa;

import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class AttemptLogTest {

    private final RealmFixture keycloak = new RealmFixture();
    private final AttemptLog log = new AttemptLog(keycloak.session);

    @Test
    void attemptNamesTheMethodOrThePassword() {
        assertThat(AttemptLog.Attempt.of(event(Map.of(FactorEvents.FACTOR, "totp")))
                        .type())
                .isEqualTo("totp");
        assertThat(AttemptLog.Attempt.of(event(Map.of(FactorEvents.FACTOR, "sms")))
                        .type())
                .isEqualTo("sms");
        assertThat(AttemptLog.Attempt.of(event(Map.of(FactorEvents.FACTOR, "message-code")))
                        .type())
                .as("in an event from before the way of a message was noted")
                .isEqualTo("message-code");
        assertThat(AttemptLog.Attempt.of(event(Map.of())).type()).isEqualTo("unknown");
        assertThat(AttemptLog.Attempt.of(event(Map.of(
                                FactorEvents.RESULT,
                                SecondFactor.Reason.WRONG_PASSWORD.id(),
                                FactorEvents.FACTOR,
                                "totp")))
                        .type())
                .isEqualTo("password");
    }

    @Test
    void attemptWithAnErrorFailed() {
        Event failed = event(Map.of(FactorEvents.USER_AGENT, "browser"));
        failed.setError("invalid_user_credentials");
        failed.setIpAddress("192.0.2.1");
        failed.setClientId("app");

        assertThat(AttemptLog.Attempt.of(failed))
                .isEqualTo(new AttemptLog.Attempt(
                        "unknown", false, "192.0.2.1", "browser", "app", Instant.ofEpochMilli(1_000)));
        assertThat(AttemptLog.Attempt.of(event(Map.of())).success()).isTrue();
    }

    @Test
    void realmThatStoresNoEventsHasNoLog() {
        assertThat(log.whyNotKept()).contains("This realm does not store events.");
        when(keycloak.realm.isEventsEnabled()).thenReturn(true);
        assertThat(log.whyNotKept()).as("no event store").contains("This realm does not store events.");
    }

    @Test
    void typesThatTheRealmDoesNotStoreAreNamed() {
        when(keycloak.realm.isEventsEnabled()).thenReturn(true);
        when(keycloak.session.getProvider(EventStoreProvider.class)).thenReturn(mock(EventStoreProvider.class));
        when(keycloak.realm.getEnabledEventTypesStream()).thenAnswer(call -> Stream.of("REGISTER"));
        assertThat(log.whyNotKept().orElseThrow())
                .startsWith("This realm does not store events of these types: ")
                .contains("LOGIN");

        when(keycloak.realm.getEnabledEventTypesStream()).thenAnswer(call -> Stream.empty());
        assertThat(log.whyNotKept()).as("Keycloak's default").isEmpty();

        when(keycloak.realm.getEnabledEventTypesStream())
                .thenAnswer(call -> FactorEvents.TYPES.stream().map(EventType::name));
        assertThat(log.whyNotKept()).isEmpty();
    }

    private static Event event(Map<String, String> details) {
        Event event = new Event();
        event.setType(EventType.LOGIN);
        event.setTime(1_000);
        event.setDetails(details);
        return event;
    }
}
