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
 * What counts as the second factor that a policy demands.
 *
 * @param oneOfEach sets of methods, of each of which one must have been shown; an empty set stands for all methods. Several
 *     sets come of several policies.
 * @param maxAge how long ago it may have been shown where a login begins; empty for as long as the session lives
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

    /** What both demand. */
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

    /** Whether the evidence is enough for tokens, which the age does not matter for. */
    public boolean isMetBy(List<Evidence> shown) {
        return firstMissing(shown, Instant.MIN).isEmpty();
    }

    /** Whether the evidence is enough for a login at that time. */
    public boolean isMetBy(List<Evidence> shown, Instant now) {
        return firstMissing(shown, maxAge.map(now::minus).orElse(Instant.MIN)).isEmpty();
    }

    /**
     * The methods of which one is to be shown next; empty for none.
     *
     * @return an empty set for all methods
     */
    public Optional<Set<Method>> missing(List<Evidence> shown, Instant now) {
        return firstMissing(shown, maxAge.map(now::minus).orElse(Instant.MIN));
    }

    private Optional<Set<Method>> firstMissing(List<Evidence> shown, Instant earliest) {
        List<Method> counted = shown.stream()
                .filter(one -> !one.time().isBefore(earliest))
                .map(Evidence::method)
                .toList();
        return oneOfEach.stream()
                .filter(methods ->
                        methods.isEmpty() ? counted.isEmpty() : counted.stream().noneMatch(methods::contains))
                .findFirst();
    }
}
