package dev.tenantmfa.tenant;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of a policy that was kept, whatever is declared later. */
class KeptPolicyPropertiesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, List<String>> NOTHING = Map.of("plan", List.of("gold"));

    @Test
    void devicesEndWithAPolicyThatResistsPhishingAndOtherMethodsDoNotBringThemBack() {
        PolicyTerms terms = Terms.withTrustedDeviceDays(PolicyTerms.NONE, 30);
        MfaPolicy all = MfaPolicy.NONE.changedTo(RequiredFor.ALL, terms, START);
        Instant narrowed = START.plusSeconds(60);

        MfaPolicy keys = all.changedTo(
                RequiredFor.ALL, Terms.withAllowedMethods(terms, PolicyTerms.PHISHING_RESISTANT), narrowed);
        MfaPolicy again = keys.changedTo(RequiredFor.ALL, terms, START.plusSeconds(120));

        assertThat(keys.devicesSince()).contains(narrowed);
        assertThat(again.devicesSince()).contains(narrowed);
    }

    @Test
    void fewerDaysOfTrustEndEarlierDevicesAndMoreDaysDoNotBringThemBack() {
        MfaPolicy month =
                MfaPolicy.NONE.changedTo(RequiredFor.ALL, Terms.withTrustedDeviceDays(PolicyTerms.NONE, 30), START);
        assertThat(month.devicesSince()).isEmpty();

        Instant lowered = START.plusSeconds(60);
        MfaPolicy week = month.changedTo(RequiredFor.ALL, Terms.withTrustedDeviceDays(PolicyTerms.NONE, 7), lowered);
        MfaPolicy again = week.changedTo(
                RequiredFor.ALL, Terms.withTrustedDeviceDays(PolicyTerms.NONE, 30), START.plusSeconds(120));

        assertThat(week.devicesSince()).contains(lowered);
        assertThat(again.devicesSince()).contains(lowered);
        Map<String, String> stored = new HashMap<>();
        new KeptPolicy(again, "", "").values().forEach((key, value) -> {
            if (value != null) {
                stored.put(key, value);
            }
        });
        assertThat(KeptPolicy.of(stored::get).policy()).isEqualTo(again);
    }

    @Test
    void termsSurviveBeingKeptAndATimeWithoutADeclaration() {
        MfaPolicy policy = MfaPolicy.NONE.changedTo(
                RequiredFor.ALL,
                new PolicyTerms(
                        3, Optional.of(START.plusSeconds(60)), Set.of(Method.TOTP, Method.PASSKEY), 12, 30, true),
                START);
        Map<String, String> stored = new HashMap<>();
        new KeptPolicy(policy, "", "").values().forEach((key, value) -> {
            if (value != null) {
                stored.put(key, value);
            }
        });

        KeptPolicy kept = KeptPolicy.of(stored::get);

        assertThat(kept.policy()).isEqualTo(policy);
        assertThat(kept.with(DeclaredPolicy.of(NOTHING), START).policy()).isEqualTo(policy);
    }

    @Test
    void policyOutlivesItsAttributes() {
        Property.holds(inputs -> {
            Map<String, List<String>> attributes = new HashMap<>(NOTHING);
            attributes.put(TenantAttributes.REQUIRED_FOR, List.of(inputs.oneOf("ALL", "OWNERS_AND_ADMINS", "all")));
            attributes.put(TenantAttributes.GRACE_PERIOD_DAYS, List.of(Integer.toString(inputs.number(0, 365))));
            KeptPolicy kept = stored(KeptPolicy.NONE.with(DeclaredPolicy.of(attributes), START));

            KeptPolicy later = stored(kept.with(DeclaredPolicy.of(NOTHING), START.plus(Duration.ofDays(9))));

            assertThat(later.policy()).isEqualTo(kept.policy());
            assertThat(later.policy().requiredFor()).isNotEqualTo(RequiredFor.NONE);
            assertThat(stored(later.with(DeclaredPolicy.of(attributes), START.plus(Duration.ofDays(20))))
                            .policy())
                    .as("declared again, it is the same")
                    .isEqualTo(kept.policy());
        });
    }

    @Test
    void whatIsSeenTwiceIsTheSame() {
        Property.holds(inputs -> {
            KeptPolicy kept = KeptPolicy.NONE;
            Instant now = START;
            for (int step = 0; step < 5; step++) {
                DeclaredPolicy declared = DeclaredPolicy.of(some(inputs, now));
                kept = stored(kept.with(declared, now));
                now = now.plus(Duration.ofHours(inputs.number(1, 500)));

                assertThat(kept.with(declared, now)).isEqualTo(kept);
            }
        });
    }

    @Test
    void timeThatIsDeclaredCountsOnce() {
        Map<String, List<String>> attributes = new HashMap<>(Map.of(
                TenantAttributes.REQUIRED_FOR,
                List.of("OWNERS_AND_ADMINS"),
                TenantAttributes.POLICY_CHANGED_AT,
                List.of(Long.toString(START.toEpochMilli()))));
        Instant now = START.plus(Duration.ofDays(50));
        KeptPolicy kept = KeptPolicy.NONE.with(DeclaredPolicy.of(attributes), now);
        assertThat(kept.policy().leadersSince()).contains(START);

        attributes.put(TenantAttributes.REQUIRED_FOR, List.of("ALL"));
        kept = kept.with(DeclaredPolicy.of(attributes), now);

        assertThat(kept.policy().leadersSince()).contains(START);
        assertThat(kept.policy().membersSince())
                .as("the time of before says nothing of members")
                .contains(now);
    }

    @Test
    void damagedCopyIsTheStrictest() {
        KeptPolicy kept =
                KeptPolicy.of(Map.of(TenantAttributes.REQUIRED_FOR, "?", TenantAttributes.GRACE_PERIOD_DAYS, "?")::get);

        assertThat(kept.policy().requiredFor()).isEqualTo(RequiredFor.ALL);
        assertThat(kept.policy().terms().gracePeriodDays()).isZero();
        assertThat(kept.policy().membersSince()).contains(Instant.EPOCH);
    }

    private static Map<String, List<String>> some(Inputs inputs, Instant now) {
        Map<String, List<String>> attributes = new HashMap<>();
        if (inputs.number(0, 2) > 0) {
            attributes.put(
                    TenantAttributes.REQUIRED_FOR,
                    List.of(inputs.oneOf("NONE", "OWNERS_AND_ADMINS", "ALL", "none", "")));
        }
        if (inputs.number(0, 2) > 0) {
            attributes.put(TenantAttributes.GRACE_PERIOD_DAYS, List.of(inputs.oneOf("0", "14", "400", "x")));
        }
        if (inputs.number(0, 2) == 0) {
            long millis = now.minus(Duration.ofDays(inputs.number(0, 40))).toEpochMilli();
            attributes.put(TenantAttributes.POLICY_CHANGED_AT, List.of(inputs.oneOf(Long.toString(millis), "x")));
        }
        return attributes;
    }

    /** As it is read again. */
    private static KeptPolicy stored(KeptPolicy kept) {
        Map<String, @Nullable String> values = kept.values();
        Map<String, String> there = values.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        there.values().forEach(value -> assertThat(value).hasSizeLessThanOrEqualTo(255));
        KeptPolicy read = KeptPolicy.of(there::get);
        assertThat(read).isEqualTo(kept);
        return read;
    }

    private static DeclaredPolicy declared(String key, String value) {
        return DeclaredPolicy.of(Map.of(key, List.of(value)));
    }
}
