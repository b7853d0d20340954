package dev.tenantmfa.message;

import dev.tenantmfa.factor.AttemptLimiter;
import dev.tenantmfa.factor.AttemptLimiter.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * How many messages may go out: to one person, to one destination, in one realm. The person's own limits are asked first,
 * so that nobody can use up the realm's without a crowd of accounts.
 *
 * <p>A message that failed keeps its place in the pause, the ten minutes and the realm's hour, or failures would be a way
 * to flood a gateway; those of the day are given back if the message certainly did not arrive, or an outage would shut
 * people out until tomorrow.
 */
final class SendLimits {

    private final AttemptLimiter limiter;
    private final Window personDay;
    private final Window destinationDay;

    /** @param destinationKey a hash of number or address */
    SendLimits(SingleUseObjectProvider store, RealmModel realm, String userId, String destinationKey) {
        String person = "tmfa.sends." + userId;
        int perDay = MessageSettings.PER_DAY.in(realm);
        this.personDay = new Window(person + ".day", perDay, Duration.ofDays(1));
        this.destinationDay = new Window("tmfa.sends.to." + destinationKey, perDay, Duration.ofDays(1));
        this.limiter = new AttemptLimiter(
                store,
                List.of(
                        new Window(person + ".pause", 1, Duration.ofSeconds(MessageSettings.PAUSE_SECONDS.in(realm))),
                        new Window(
                                person + ".short", MessageSettings.PER_TEN_MINUTES.in(realm), Duration.ofMinutes(10)),
                        personDay,
                        destinationDay,
                        new Window(
                                "tmfa.sends.in." + realm.getId(),
                                MessageSettings.PER_HOUR_IN_REALM.in(realm),
                                Duration.ofHours(1))));
    }

    /** Takes a place for one message; empty where one of the limits is reached. */
    Optional<AttemptLimiter.Ticket> tryTake(Instant now) {
        Optional<AttemptLimiter.Ticket> ticket = limiter.tryAcquire();
        ticket.ifPresent(taken -> limiter.keep(taken, now));
        return ticket;
    }

    /** How long until a message may go out, at least a second. */
    Duration retryAfter(Instant now) {
        return limiter.retryAfter(now).orElse(Duration.ofSeconds(1));
    }

    /** Gives back what a message that did not go out shall not cost. */
    void giveDayBack(AttemptLimiter.Ticket ticket) {
        limiter.release(ticket.in(personDay));
        limiter.release(ticket.in(destinationDay));
    }
}
