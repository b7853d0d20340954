package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.fixture.InMemorySingleUseStore;
import dev.tenantmfa.fixture.MovableClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangedRealmsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final ChangedRealms changed = new ChangedRealms(new InMemorySingleUseStore(new MovableClock(NOW)));

    @Test
    void nothingWasChanged() {
        assertThat(changed.isChangedSince("shop", NOW)).isFalse();
    }

    @Test
    void changeAfterTheExaminationIsSeen() {
        changed.note("shop", NOW);
        changed.note("shop", NOW.plusSeconds(600));

        assertThat(changed.isChangedSince("shop", NOW.plusSeconds(300))).isTrue();
        assertThat(changed.isChangedSince("other", NOW)).isFalse();
    }

    @Test
    void changeShortlyBeforeItMayHaveBeenMissed() {
        changed.note("shop", NOW);

        assertThat(changed.isChangedSince("shop", NOW.plusSeconds(59))).isTrue();
        assertThat(changed.isChangedSince("shop", NOW.plusSeconds(60))).isFalse();
    }
}
