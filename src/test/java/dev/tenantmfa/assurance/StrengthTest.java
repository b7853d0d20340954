package dev.tenantmfa.assurance;

import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.factor.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.factor.Method.PASSKEY;
import static dev.tenantmfa.factor.Method.SECURITY_KEY;
import static dev.tenantmfa.factor.Method.SMS;
import static dev.tenantmfa.factor.Method.TOTP;
import static dev.tenantmfa.factor.Method.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

class StrengthTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Set<Method> KEYS = Set.of(SECURITY_KEY, PASSKEY);

    @Test
    void anyMethodMeetsAListOfNone() {
        assertThat(Strength.ANY.isMetBy(List.of())).isFalse();
        assertThat(Strength.ANY.isMetBy(List.of(new Evidence(SMS, NOW)))).isTrue();
        assertThat(Strength.ANY.missing(List.of(), NOW)).contains(Set.of());
    }

    @Test
    void methodThatIsNotListedMeetsNothing() {
        Strength keys = Strength.of(KEYS, Optional.empty());

        assertThat(keys.isMetBy(List.of(new Evidence(TOTP, NOW)))).isFalse();
        assertThat(keys.missing(List.of(new Evidence(TOTP, NOW)), NOW)).contains(KEYS);
        assertThat(keys.isMetBy(List.of(new Evidence(TOTP, NOW), new Evidence(PASSKEY, NOW))))
                .isTrue();
    }

    @Test
    void acceptedIdentityProviderMeetsEveryListExceptAPhishingResistantOne() {
        List<Evidence> accepted = List.of(new Evidence(UPSTREAM, NOW, "provider-1"));
        List<Evidence> vouched = List.of(new Evidence(UPSTREAM, NOW));

        for (Set<Method> methods : List.<Set<Method>>of(Set.of(), Set.of(TOTP), Set.of(SMS, PASSKEY))) {
            assertThat(Strength.of(methods, Optional.empty()).isMetBy(accepted))
                    .as(methods.toString())
                    .isTrue();
        }
        for (Set<Method> methods : List.of(KEYS, Set.of(PASSKEY), Set.of(SECURITY_KEY))) {
            assertThat(Strength.of(methods, Optional.empty()).isMetBy(accepted))
                    .as(methods.toString())
                    .isFalse();
        }
        assertThat(Strength.of(Set.of(TOTP), Optional.empty())
                        .and(Strength.of(KEYS, Optional.empty()))
                        .missing(accepted, NOW))
                .contains(KEYS);
        assertThat(Strength.ANY.isMetBy(vouched)).isTrue();
        assertThat(Strength.of(Set.of(TOTP), Optional.empty()).isMetBy(vouched))
                .as("a trusted client is no identity provider")
                .isFalse();
    }

    @Test
    void unknownTimeOfALoginElsewhereIsTooOldForAnyAge() {
        List<Evidence> unknown = List.of(new Evidence(UPSTREAM, Instant.EPOCH, "provider-1"));

        assertThat(Strength.ANY.isMetBy(unknown, NOW)).isTrue();
        assertThat(Strength.of(Set.of(), Optional.of(Duration.ofHours(8760))).isMetBy(unknown, NOW))
                .isFalse();
    }

    @Test
    void twoPoliciesAreMetByOneMethodOrByTwo() {
        Strength both = Strength.of(Set.of(TOTP), Optional.empty()).and(Strength.of(KEYS, Optional.empty()));

        assertThat(both.isMetBy(List.of(new Evidence(TOTP, NOW)))).isFalse();
        assertThat(both.isMetBy(List.of(new Evidence(SECURITY_KEY, NOW)))).isFalse();
        assertThat(both.isMetBy(List.of(new Evidence(TOTP, NOW), new Evidence(SECURITY_KEY, NOW))))
                .isTrue();
        assertThat(Strength.of(Set.of(TOTP, SECURITY_KEY), Optional.empty())
                        .and(Strength.of(KEYS, Optional.empty()))
                        .isMetBy(List.of(new Evidence(SECURITY_KEY, NOW))))
                .isTrue();
    }

    @Test
    void ageMattersToALoginAndNotToTokens() {
        Strength hour = Strength.of(Set.of(), Optional.of(Duration.ofHours(1)));
        List<Evidence> atTheLimit = List.of(new Evidence(TOTP, NOW.minus(Duration.ofHours(1))));
        List<Evidence> older =
                List.of(new Evidence(TOTP, NOW.minus(Duration.ofHours(1)).minusSeconds(1)));

        assertThat(hour.isMetBy(atTheLimit, NOW)).isTrue();
        assertThat(hour.isMetBy(older, NOW)).isFalse();
        assertThat(hour.isMetBy(older)).isTrue();
    }

    @Test
    void shorterAgeOfTwoHolds() {
        Strength day = Strength.of(Set.of(), Optional.of(Duration.ofDays(1)));
        Strength hour = Strength.of(Set.of(), Optional.of(Duration.ofHours(1)));

        assertThat(day.and(hour).maxAge()).contains(Duration.ofHours(1));
        assertThat(hour.and(day).maxAge()).contains(Duration.ofHours(1));
        assertThat(Strength.ANY.and(hour)).isEqualTo(hour);
        assertThat(hour.and(Strength.ANY)).isEqualTo(hour);
    }

    @Test
    void sameStrengthTwiceIsTheSame() {
        Strength keys = Strength.of(KEYS, Optional.of(Duration.ofHours(8)));

        assertThat(keys.and(keys)).isEqualTo(keys);
    }
}
