package dev.tenantmfa.tenant.name;

import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

class NotedNamesTest {

    private final RealmFixture keycloak = new RealmFixture();
    private final NotedNames names = new NotedNames(keycloak.session, keycloak.clock::now);

    @BeforeEach
    void useARealmThatWasNotCompared() {
        when(keycloak.realm.getId()).thenReturn(UUID.randomUUID().toString());
    }

    @Test
    void keysAreReliableForAnHourAfterTheyWereFoundRight() {
        assertThat(names.areReliable()).isFalse();

        names.compare(() -> false);
        assertThat(names.areReliable()).isFalse();
        names.compare(() -> {
            throw new AssertionError("compared again within the hour");
        });

        keycloak.clock.advance(Duration.ofHours(1));
        names.compare(() -> true);
        assertThat(names.areReliable()).isTrue();
        keycloak.clock.advance(Duration.ofMinutes(59));
        assertThat(names.areReliable()).isTrue();
        keycloak.clock.advance(Duration.ofMinutes(1));
        assertThat(names.areReliable()).isFalse();
    }

    @Test
    void keysAreComparedAgainAfterMissingOnesWereStored() {
        names.compare(() -> false);

        names.forget();
        names.compare(() -> true);

        assertThat(names.areReliable()).isTrue();
    }

    /** What was compared before the change must be out of date when its note expires, at whatever minute it was. */
    @Test
    void changeElsewhereEndsWhatWasComparedBefore() {
        for (int minute = 0; minute < 60; minute += 7) {
            useARealmThatWasNotCompared();
            names.compare(() -> true);
            assertThat(names.areReliable()).isTrue();

            names.changeElsewhere(keycloak.realm);

            for (int i = 0; i < 200; i++) {
                assertThat(names.areReliable())
                        .as("minute %d, then %d", minute, i)
                        .isFalse();
                keycloak.clock.advance(Duration.ofMinutes(1));
            }
            names.compare(() -> true);
            assertThat(names.areReliable()).isTrue();
            keycloak.clock.advance(Duration.ofMinutes(7));
        }
    }

    @Test
    void nothingIsComparedForAnHourAfterAChangeElsewhere() {
        AtomicInteger compared = new AtomicInteger();
        names.changeElsewhere(keycloak.realm);
        for (int i = 0; i < 60; i++) {
            names.compare(() -> compared.incrementAndGet() > 0);
            keycloak.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(compared).hasValue(0);
        assertThat(names.areReliable()).isFalse();
    }

    @Test
    void nodeWhoseClockIsBehindSeesTheChange() {
        NotedNames behind =
                new NotedNames(keycloak.session, () -> keycloak.clock.now().minusSeconds(30));
        behind.compare(() -> true);
        assertThat(behind.areReliable()).isTrue();

        names.changeElsewhere(keycloak.realm);

        assertThat(behind.areReliable()).isFalse();
    }

    @Test
    void otherRealmsKeepTheirs() {
        names.compare(() -> true);
        String realm = keycloak.realm.getId();
        useARealmThatWasNotCompared();
        names.changeElsewhere(keycloak.realm);

        assertThat(names.areReliable()).isFalse();
        when(keycloak.realm.getId()).thenReturn(realm);
        assertThat(names.areReliable()).isTrue();
    }

    @Test
    void oneRequestComparesAtATime() {
        names.compare(() -> {
            names.compare(() -> {
                throw new AssertionError("compared twice");
            });
            return true;
        });

        assertThat(names.areReliable()).isTrue();
    }
}
