package dev.tenantmfa.tenant;

import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of whatever consoles and tools write into the attributes of an organization, and in which order. */
class DeclaredPolicyPropertiesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, List<String>> NOTHING = Map.of("plan", List.of("gold"));

    @Test
    void valueThatNobodyKnowsIsTheStrictestAndToldOf() {
        Property.holds(inputs -> {
            String odd = inputs.oneOf(
                    inputs.text(10),
                    inputs.damaged(inputs.oneOf("NONE", "ALL", "OWNERS_AND_ADMINS")),
                    inputs.oneOf("none", "None", "all", "", " ", "NONE,ALL", "null", "false", "0"));
            boolean known = List.of("NONE", "ALL", "OWNERS_AND_ADMINS").contains(odd.strip());
            DeclaredPolicy declared = declared(TenantAttributes.REQUIRED_FOR, odd);

            assertThat(declared.complaints(START).isEmpty()).isEqualTo(known);
            if (!known) {
                assertThat(declared.requiredFor()).contains(RequiredFor.ALL);
            }
        });
    }

    @Test
    void severalValuesAreTheStrictest() {
        DeclaredPolicy declared = DeclaredPolicy.of(Map.of(
                TenantAttributes.REQUIRED_FOR, List.of("NONE", "OWNERS_AND_ADMINS"),
                TenantAttributes.GRACE_PERIOD_DAYS, List.of("30", "60")));

        assertThat(declared.requiredFor()).contains(RequiredFor.ALL);
        assertThat(declared.gracePeriodDays()).contains(0);
        assertThat(declared.complaints(START))
                .containsOnlyKeys(TenantAttributes.REQUIRED_FOR, TenantAttributes.GRACE_PERIOD_DAYS);
    }

    @Test
    void daysOutOfBoundsAreNone() {
        Property.holds(inputs -> {
            String odd = inputs.oneOf(
                    Integer.toString(inputs.number(366, Integer.MAX_VALUE)),
                    Integer.toString(inputs.number(Integer.MIN_VALUE, -1)),
                    inputs.oneOf("soon", "", "1.5", "7d", "99999999999", "1e2", "0x10"));

            assertThat(declared(TenantAttributes.GRACE_PERIOD_DAYS, odd).gracePeriodDays())
                    .contains(0);
            int valid = inputs.number(0, 365);
            assertThat(declared(TenantAttributes.GRACE_PERIOD_DAYS, " " + valid).gracePeriodDays())
                    .contains(valid);
        });
    }

    @Test
    void timeThatIsNoneGivesNoGrace() {
        for (String odd : List.of("", "yesterday", "2026-03-01", "9999999999999999999", "1e3")) {
            assertThat(declared(TenantAttributes.POLICY_CHANGED_AT, odd).changedAt(START))
                    .contains(Instant.EPOCH);
        }
        String ahead = Long.toString(START.plus(Duration.ofDays(2)).toEpochMilli());
        assertThat(declared(TenantAttributes.POLICY_CHANGED_AT, ahead).changedAt(START))
                .contains(Instant.EPOCH);
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
        assertThat(kept.policy().gracePeriodDays()).isZero();
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
