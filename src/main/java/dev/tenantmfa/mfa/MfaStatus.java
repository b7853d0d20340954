package dev.tenantmfa.mfa;

import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * A person's second factors as they stand.
 *
 * @param createdAt of the oldest one; empty where unknown
 * @param lastUsedAt when a code was accepted last, that of the set-up not counted; empty where unknown
 * @param backupCodesRemaining empty where the person has no backup codes
 * @param methods ids, Keycloak's own factors included; empty for somebody without a second factor
 * @param lockedUntil until when no code is looked at, at logins; empty where one is
 */
public record MfaStatus(
        Optional<Instant> createdAt,
        Optional<Instant> lastUsedAt,
        Optional<Integer> backupCodesRemaining,
        List<String> methods,
        Optional<Instant> lockedUntil) {

    private static final String SECURITY_KEY = "webauthn";

    public static MfaStatus of(KeycloakSession session, UserModel person) {
        SecondFactors factors = SecondFactors.of(session);
        List<SecondFactor.Standing> standing = factors.standing(person);
        List<String> methods = new ArrayList<>(
                standing.stream().map(SecondFactor.Standing::method).distinct().toList());
        if (FactorRemoval.hasSecurityKey(person)) {
            methods.add(SECURITY_KEY);
        }
        return new MfaStatus(
                times(standing, SecondFactor.Standing::createdAt).min(Comparator.naturalOrder()),
                times(standing, SecondFactor.Standing::lastUsedAt).max(Comparator.naturalOrder()),
                standing.stream()
                        .map(SecondFactor.Standing::codesLeft)
                        .filter(Objects::nonNull)
                        .reduce(Integer::sum),
                List.copyOf(methods),
                factors.lockedUntil(person));
    }

    /** Whether the person has any second factor. */
    public boolean enabled() {
        return !methods.isEmpty();
    }

    private static Stream<Instant> times(
            List<SecondFactor.Standing> standing, Function<SecondFactor.Standing, @Nullable Instant> time) {
        return standing.stream().map(time).filter(Objects::nonNull);
    }
}
