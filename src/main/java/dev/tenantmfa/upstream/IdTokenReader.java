package dev.tenantmfa.upstream;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.JsonWebToken;

/** Reads {@code acr}, {@code amr} and {@code auth_time} (OpenID Connect Core, 2) of an ID token. */
final class IdTokenReader {

    /** The year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private IdTokenReader() {}

    /** Claims of another type than they must have count as missing. */
    static SignedAnswer read(JsonWebToken token) {
        return new SignedAnswer(
                false,
                text(token.getOtherClaims().get("acr")),
                texts(token.getOtherClaims().get("amr")),
                time(token.getOtherClaims().get("auth_time")));
    }

    private static Set<String> text(@Nullable Object claim) {
        return claim instanceof String value ? Set.of(value) : Set.of();
    }

    /** Some providers send one value as a string. */
    private static Set<String> texts(@Nullable Object claim) {
        return claim instanceof Collection<?> values
                ? values.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toSet())
                : text(claim);
    }

    private static Optional<Instant> time(@Nullable Object claim) {
        return claim instanceof Number seconds && seconds.doubleValue() > 0 && seconds.doubleValue() <= LATEST
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }
}
