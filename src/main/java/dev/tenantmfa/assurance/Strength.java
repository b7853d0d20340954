package dev.tenantmfa.assurance;

import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.factor.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What counts as the second factor that a policy requires.
 *
 * @param oneOfEach sets of methods; one method of each set must have been shown. An empty set stands for all methods.
 *     Several policies give several sets.
 * @param maxAge how long ago it may have been shown when a login begins; empty for as long as the session lasts
 */
public record Strength(List<Set<Method>> oneOfEach, Optional<Duration> maxAge) {

    /** Any method, however long ago. */
    public static final Strength ANY = new Strength(List.of(Set.of()), Optional.empty());

    public Strength {
        oneOfEach = oneOfEach.stream().<Set<Method>>map(Set::copyOf).distinct().toList();
    }

    public static Strength of(Set<Method> methods, Optional<Duration> maxAge) {
        return new Strength(List.of(methods), maxAge);
    }

    /** Requires what both require. */
    public Strength and(Strength other) {
        List<Set<Method>> both = new ArrayList<>(oneOfEach);
        both.addAll(other.oneOfEach());
        return new Strength(
                both,
                maxAge.isEmpty()
                        ? other.maxAge()
                        : other.maxAge()
                                .filter(age -> age.compareTo(maxAge.get()) < 0)
                                .or(() -> maxAge));
    }

    /** The methods of which users need one at first; empty for all. */
    public Set<Method> firstMethods() {
        return oneOfEach.isEmpty() ? Set.of() : oneOfEach.get(0);
    }

    /** Whether the evidence is enough for tokens, regardless of its age. */
    public boolean isMetBy(List<Evidence> shown) {
        return firstMissing(shown, Instant.MIN).isEmpty();
    }

    /** Whether the evidence is enough for a login at that time. */
    public boolean isMetBy(List<Evidence> shown, Instant now) {
        return firstMissing(shown, maxAge.map(now::minus).orElse(Instant.MIN)).isEmpty();
    }

    /** The methods of which one must be shown next; empty if none is missing. */
    public Optional<Set<Method>> missing(List<Evidence> shown, Instant now) {
        return firstMissing(shown, maxAge.map(now::minus).orElse(Instant.MIN));
    }

    private Optional<Set<Method>> firstMissing(List<Evidence> shown, Instant earliest) {
        List<Evidence> counted =
                shown.stream().filter(one -> !one.time().isBefore(earliest)).toList();
        return oneOfEach.stream()
                .filter(methods -> counted.stream().noneMatch(one -> counts(one, methods)))
                .findFirst();
    }

    /** What an accepted identity provider asked for counts beside any methods, except where only phishing-resistant ones do. */
    private static boolean counts(Evidence shown, Set<Method> methods) {
        return methods.isEmpty()
                || methods.contains(shown.method())
                || shown.isOfProvider() && !methods.stream().allMatch(Method::resistsPhishing);
    }
}
