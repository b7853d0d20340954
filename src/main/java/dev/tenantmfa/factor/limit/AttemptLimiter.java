package dev.tenantmfa.factor.limit;

import dev.tenantmfa.platform.store.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Limits attempts by slots: a window of N attempts is N keys in Keycloak's single-use store, each of which expires
 * after the window's length. An attempt takes a slot of each window before anything else and returns them if it does
 * not count, so parallel attempts gain nothing. Use it in its own transaction, unless the store changes at once. The store has no atomic counter, but
 * {@code putIfAbsent} of a key is atomic in all of its implementations.
 */
public final class AttemptLimiter {

    private static final String FAILED_AT = "at";
    /** The wait when all slots are taken by attempts that are being checked at this moment. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(5);

    private static final int LOOKED_AT = 20;

    private final SingleUseObjectProvider store;
    private final List<Window> windows;
    private final boolean isOuterLate;

    /** @param windows checked in this order: if one is full, the ones after it are not touched */
    public AttemptLimiter(SingleUseObjectProvider store, List<Window> windows) {
        this(store, windows, false);
    }

    private AttemptLimiter(SingleUseObjectProvider store, List<Window> windows, boolean isOuterLate) {
        this.store = store;
        this.windows = List.copyOf(windows);
        this.isOuterLate = isOuterLate;
    }

    /**
     * Limits the same attempts in a shorter and in a longer period, with one slot for an attempt that does not count. While
     * no attempt has counted in the longer period, only a slot of the shorter one is taken first: it bounds how many
     * attempts are under way, which the longer one has room for. If it has not, both slots are taken first.
     */
    public static AttemptLimiter nested(SingleUseObjectProvider store, Window inner, Window outer) {
        return new AttemptLimiter(store, List.of(inner, outer), inner.slots() <= outer.slots());
    }

    /**
     * @param key prefix of the slots' keys; never raw input from outside, since the store has a single namespace
     * @param slots attempts allowed within the length
     * @param length after which an attempt no longer counts
     * @param shared whether many users take slots of it. Slots are then searched from random positions first, and a
     *     full window counts as full for {@link #SHORT_WAIT}, so that many users do not cause long searches
     */
    public record Window(String key, int slots, Duration length, boolean shared) {

        /** A window of one user or object. */
        public Window(String key, int slots, Duration length) {
            this(key, slots, length, false);
        }

        String slot(int number) {
            return all().slot(number);
        }

        Slots all() {
            return new Slots(key, slots, length);
        }
    }

    /** The slots of one attempt. */
    public record Ticket(Map<Window, String> slots) {

        /** The slot of one window only. */
        public Ticket in(Window window) {
            String slot = slots.get(window);
            return new Ticket(slot == null ? Map.of() : Map.of(window, slot));
        }
    }

    /** Takes a slot of each window; empty, with nothing taken, if one of them is full. */
    public Optional<Ticket> tryAcquire() {
        Map<Window, String> taken = new LinkedHashMap<>();
        for (Window window : windows) {
            // Asked after the slots before it were taken, else more attempts than these could miss the first failure.
            if (isLate(window) && !store.contains(begunNoteOf(window))) {
                continue;
            }
            Optional<String> slot = takeSlot(window);
            if (slot.isEmpty()) {
                release(new Ticket(taken));
                return Optional.empty();
            }
            taken.put(window, slot.get());
        }
        return Optional.of(new Ticket(taken));
    }

    private boolean isLate(Window window) {
        return isOuterLate && window.equals(windows.get(windows.size() - 1));
    }

    /** Returns the slots: the code was correct, or was not checked. */
    public void release(Ticket ticket) {
        ticket.slots().values().forEach(store::remove);
    }

    /**
     * Keeps the slots and records the time, so that {@link #retryAfter} can compute the wait.
     *
     * @return the slots, with those that are taken only now
     */
    public Ticket keep(Ticket ticket, Instant now) {
        Map<Window, String> kept = new LinkedHashMap<>(ticket.slots());
        windows.stream().filter(this::isLate).forEach(window -> {
            if (!kept.containsKey(window)) {
                takeSlot(window).ifPresent(slot -> kept.put(window, slot));
            }
            store.put(begunNoteOf(window), window.length().toSeconds(), Map.of());
        });
        Map<String, String> note = Map.of(FAILED_AT, Long.toString(now.toEpochMilli()));
        kept.forEach((window, slot) -> store.put(noteOf(slot), window.length().toSeconds(), note));
        return new Ticket(kept);
    }

    /**
     * Whether a kept attempt was the last one of a window. If several use up a window at the same moment, it is true
     * for only one of them.
     */
    public boolean wasLast(Ticket ticket) {
        boolean last = false;
        for (Window window : windows) {
            String slot = ticket.slots().get(window);
            if (slot != null && isFullBehind(window, slot)) {
                last |= store.putIfAbsent(closedNoteOf(window), SHORT_WAIT.toSeconds());
            }
        }
        return last;
    }

    /** How long until each full window has a free slot again, in whole seconds; empty while an attempt is possible. */
    public Optional<Duration> retryAfter(Instant now) {
        return windows.stream()
                .filter(this::isFull)
                .map(window -> wait(window, now))
                .max(Duration::compareTo);
    }

    /** How many slots of the window are taken. */
    int taken(Window window) {
        int taken = 0;
        for (int number = 0; number < window.slots(); number++) {
            taken += store.contains(window.slot(number)) ? 1 : 0;
        }
        return taken;
    }

    List<Window> windows() {
        return windows;
    }

    /** Frees all slots, for an administrator's call or a reset of the factor. */
    public void clear() {
        for (Window window : windows) {
            store.remove(closedNoteOf(window));
            store.remove(begunNoteOf(window));
            for (int number = 0; number < window.slots(); number++) {
                store.remove(window.slot(number));
                store.remove(noteOf(window.slot(number)));
            }
        }
    }

    private Optional<String> takeSlot(Window window) {
        if (window.shared()) {
            if (store.contains(closedNoteOf(window))) {
                return Optional.empty();
            }
        }
        Optional<String> slot =
                window.shared() ? window.all().takeAny(store) : window.all().take(store);
        if (slot.isEmpty() && window.shared()) {
            store.put(closedNoteOf(window), SHORT_WAIT.toSeconds(), Map.of());
        }
        return slot;
    }

    private boolean isFull(Window window) {
        return window.shared() ? store.contains(closedNoteOf(window)) : isFullFrom(window, 0);
    }

    /** Slots are taken in order from the first: those before this one were already taken. */
    private boolean isFullBehind(Window window, String slot) {
        int number = Integer.parseInt(slot.substring(window.key().length() + 1));
        return isFullFrom(window, number + 1);
    }

    private boolean isFullFrom(Window window, int first) {
        for (int number = first; number < window.slots(); number++) {
            if (!store.contains(window.slot(number))) {
                return false;
            }
        }
        return true;
    }

    private Duration wait(Window window, Instant now) {
        List<Instant> ends = new ArrayList<>();
        // For a shared window, a sample of the slots tells roughly when it is free again.
        int step = window.shared() ? Math.max(1, window.slots() / LOOKED_AT) : 1;
        for (int number = 0; number < window.slots(); number += step) {
            Map<String, String> note = store.get(noteOf(window.slot(number)));
            if (note != null && note.get(FAILED_AT) != null) {
                ends.add(Instant.ofEpochMilli(Long.parseLong(note.get(FAILED_AT)))
                        .plus(window.length()));
            }
        }
        Duration wait = ends.stream()
                .min(Instant::compareTo)
                .map(end -> Duration.between(now, end))
                .orElse(SHORT_WAIT);
        return Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    private static String closedNoteOf(Window window) {
        return window.key() + ".full";
    }

    private static String begunNoteOf(Window window) {
        return window.key() + ".begun";
    }

    private static String noteOf(String slot) {
        return slot + ".failed";
    }
}
