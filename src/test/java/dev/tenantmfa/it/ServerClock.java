package dev.tenantmfa.it;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The server's clock, which a test can move: Keycloak's time, the lifespan of sessions, tokens and single-use objects
 * follow it. As a {@link Clock} it tells the server's time. Administrator and database are not affected.
 */
public final class ServerClock extends Clock {
    private final TestSupport support;
    private Duration offset = Duration.ZERO;

    ServerClock(TestSupport support) {
        this.support = support;
    }

    /** Moves the server's time on by whole seconds. */
    public void advance(Duration duration) {
        set(offset.plus(duration));
    }

    /** Back to the machine's time; costs nothing when it was not moved. */
    public void reset() {
        if (!offset.isZero()) {
            set(Duration.ZERO);
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), offset);
    }

    private void set(Duration wanted) {
        support.setClockOffset(wanted.toSeconds());
        offset = wanted;
    }
}
