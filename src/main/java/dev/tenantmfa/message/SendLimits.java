package dev.tenantmfa.message;

import dev.tenantmfa.factor.limit.AttemptLimiter;
import dev.tenantmfa.factor.limit.AttemptLimiter.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * How many messages may be sent: to one user, to one destination, in one realm. The user's own limits are checked
 * first, so that no one can use up the realm's limit without many accounts.
 *
 * <p>A failed message still counts for the pause, the ten minutes and the realm's hour; otherwise failures could be
 * used to flood a gateway. It does not count for the day if it certainly did not arrive; otherwise an outage would lock
 * users out until tomorrow.
 */
final class SendLimits {

    private final AttemptLimiter limiter;
    private final Window personDay;
    private final Window destinationDay;

    /**
     * @param destinationKey a hash of number or address
     * @param proven whether the user has shown to own it. Messages to numbers that anyone can type are counted
     *     separately for the number and may use only half of the realm's limit; otherwise a stranger could use up the
     *     messages that the number's owner needs to log in
     */
    SendLimits(SingleUseObjectProvider store, RealmModel realm, String userId, String destinationKey, boolean proven) {
        int inRealm = MessageSettings.PER_HOUR_IN_REALM.in(realm);
        String kind = proven ? "" : "new.";
        String person = "tmfa.sends." + userId;
        String destination = "tmfa.sends.to." + kind + destinationKey;
        this.personDay = day(person, realm);
        this.destinationDay = day(destination, realm);
        List<Window> windows = new ArrayList<>(List.of(
                pause(person, realm),
                tenMinutes(person, realm),
                personDay,
                pause(destination, realm),
                tenMinutes(destination, realm),
                destinationDay));
        if (!proven) {
            windows.add(hour("tmfa.sends.in.new." + realm.getId(), Math.max(1, inRealm / 2)));
        }
        windows.add(hour("tmfa.sends.in." + realm.getId(), inRealm));
        this.limiter = new AttemptLimiter(store, windows);
    }

    private static Window pause(String whose, RealmModel realm) {
        return new Window(whose + ".pause", 1, Duration.ofSeconds(MessageSettings.PAUSE_SECONDS.in(realm)));
    }

    private static Window tenMinutes(String whose, RealmModel realm) {
        return new Window(whose + ".short", MessageSettings.PER_TEN_MINUTES.in(realm), Duration.ofMinutes(10));
    }

    private static Window hour(String realm, int most) {
        return new Window(realm, most, Duration.ofHours(1), true);
    }

    private static Window day(String whose, RealmModel realm) {
        return new Window(whose + ".day", MessageSettings.PER_DAY.in(realm), Duration.ofDays(1));
    }

    /** Takes a slot for one message; empty if one of the limits is reached. */
    Optional<AttemptLimiter.Ticket> tryTake(Instant now) {
        Optional<AttemptLimiter.Ticket> ticket = limiter.tryAcquire();
        ticket.ifPresent(taken -> limiter.keep(taken, now));
        return ticket;
    }

    /** How long until a message may be sent, at least a second. */
    Duration retryAfter(Instant now) {
        return limiter.retryAfter(now).orElse(Duration.ofSeconds(1));
    }

    /** Returns the slots of the day for a message that was not sent. */
    void giveDayBack(AttemptLimiter.Ticket ticket) {
        limiter.release(ticket.in(personDay));
        limiter.release(ticket.in(destinationDay));
    }
}
