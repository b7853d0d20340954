package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.OwnMethods;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import dev.tenantmfa.factor.pass.AccessPasses;
import java.time.Instant;
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
 * The current state of a user's second factors.
 *
 * @param createdAt            creation time of the oldest one; empty if unknown
 * @param lastUsedAt           when a code was last accepted, except in the setup; empty if unknown
 * @param backupCodesRemaining empty if the user has no backup codes
 * @param methods              ids; those of Keycloak's own factors are the same; empty if the user has no second factor
 * @param accessPassUntil      until when an access pass is valid, which is not a second factor of the user; empty if there
 *     is none
 * @param lockedUntil          until when logins check no code; empty if the user is not locked
 * @param switchedOff          whether no code is checked until an access pass or a reset, after too many wrong ones in a row
 */
public record MfaStatus(
        Optional<Instant> createdAt,
        Optional<Instant> lastUsedAt,
        Optional<Integer> backupCodesRemaining,
        List<String> methods,
        Optional<Instant> accessPassUntil,
        Optional<Instant> lockedUntil,
        boolean switchedOff) {

    public static MfaStatus of(KeycloakSession session, UserModel person) {
        SecondFactors factors = SecondFactors.of(session);
        List<SecondFactor.Standing> standing = factors.standing(person);
        return new MfaStatus(
                Stream.concat(
                                times(standing, SecondFactor.Standing::createdAt),
                                SecurityKeys.createdAt(session.getContext().getRealm(), person).stream())
                        .min(Comparator.naturalOrder()),
                times(standing, SecondFactor.Standing::lastUsedAt).max(Comparator.naturalOrder()),
                standing.stream()
                        .map(SecondFactor.Standing::codesLeft)
                        .filter(Objects::nonNull)
                        .reduce(Integer::sum),
                OwnMethods.of(session, person).stream().map(Method::id).toList(),
                AccessPasses.of(session).flatMap(passes -> passes.validUntil(person)),
                factors.lockedUntil(person),
                factors.areSwitchedOff(person));
    }

    /** Whether the user has any second factor. */
    public boolean enabled() {
        return !methods.isEmpty();
    }

    private static Stream<Instant> times(
            List<SecondFactor.Standing> standing, Function<SecondFactor.Standing, @Nullable Instant> time) {
        return standing.stream().map(time).filter(Objects::nonNull);
    }
}
