package dev.tenantmfa.tenant;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.fixture.Property;
import dev.tenantmfa.fixture.Terms;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of whatever consoles and tools write into the attributes of an organization, and in which order. */
class DeclaredPolicyPropertiesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

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
        assertThat(declared.terms(PolicyTerms.NONE).gracePeriodDays()).isZero();
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

            assertThat(declared(TenantAttributes.GRACE_PERIOD_DAYS, odd)
                            .terms(Terms.graceOf(9))
                            .gracePeriodDays())
                    .isZero();
            int valid = inputs.number(0, 365);
            assertThat(declared(TenantAttributes.GRACE_PERIOD_DAYS, " " + valid)
                            .terms(PolicyTerms.NONE)
                            .gracePeriodDays())
                    .isEqualTo(valid);
        });
    }

    @Test
    void startThatIsNoneIsOver() {
        for (String odd : List.of(
                "",
                "soon",
                "2026-03-01",
                "1772366400000",
                "2026-02-30T00:00:00Z",
                "+999999999-12-31T00:00:00Z",
                "9999-12-31T23:59:59-18:00")) {
            DeclaredPolicy declared = declared(TenantAttributes.STARTS_AT, odd);

            assertThat(declared.terms(Terms.withStartsAt(PolicyTerms.NONE, Optional.of(START)))
                            .startsAt())
                    .as(odd)
                    .isEmpty();
            assertThat(declared.complaints(START)).containsOnlyKeys(TenantAttributes.STARTS_AT);
        }
        assertThat(declared(TenantAttributes.STARTS_AT, "2026-03-01T13:00:00+01:00")
                        .terms(PolicyTerms.NONE)
                        .startsAt())
                .contains(START);
    }

    @Test
    void methodsThatNobodyKnowsAreLeftOutAndWithoutAnyTheStrictestHold() {
        assertThat(methods("totp, security-key")).containsExactlyInAnyOrder(Method.TOTP, Method.SECURITY_KEY);
        assertThat(methods("totp", "security-key")).containsExactlyInAnyOrder(Method.TOTP, Method.SECURITY_KEY);
        assertThat(methods("totp,carrier-pigeon")).containsExactly(Method.TOTP);
        for (String odd : List.of("", ",", "TOTP", "upstream", "access-pass", "all", "null")) {
            assertThat(methods(odd)).as(odd).isEqualTo(PolicyTerms.PHISHING_RESISTANT);
            assertThat(declared(TenantAttributes.ALLOWED_METHODS, odd).complaints(START))
                    .as(odd)
                    .containsOnlyKeys(TenantAttributes.ALLOWED_METHODS);
        }
    }

    @Test
    void ageThatIsNoneIsAnHour() {
        for (String odd : List.of("", "-1", "8761", "1h", "1.5")) {
            DeclaredPolicy declared = declared(TenantAttributes.MAX_AGE_HOURS, odd);

            assertThat(declared.terms(PolicyTerms.NONE).maxAgeHours()).as(odd).isEqualTo(1);
            assertThat(declared.complaints(START)).containsOnlyKeys(TenantAttributes.MAX_AGE_HOURS);
        }
        assertThat(declared(TenantAttributes.MAX_AGE_HOURS, "8760")
                        .terms(PolicyTerms.NONE)
                        .maxAgeHours())
                .isEqualTo(8760);
    }

    @Test
    void daysOfTrustThatAreNoneTrustNoDevice() {
        for (String odd : List.of("", "-1", "91", "1d", "1.5")) {
            DeclaredPolicy declared = declared(TenantAttributes.TRUSTED_DEVICE_DAYS, odd);

            assertThat(declared.terms(Terms.withTrustedDeviceDays(PolicyTerms.NONE, 30))
                            .trustedDeviceDays())
                    .as(odd)
                    .isZero();
            assertThat(declared.complaints(START)).containsOnlyKeys(TenantAttributes.TRUSTED_DEVICE_DAYS);
        }
        assertThat(declared(TenantAttributes.TRUSTED_DEVICE_DAYS, "90")
                        .terms(PolicyTerms.NONE)
                        .trustedDeviceDays())
                .isEqualTo(90);
    }

    @Test
    void onlyTrueAcceptsWhatAnIdentityProviderAskedFor() {
        for (String odd : List.of("", "TRUE", "yes", "1", "true,true", "tru\u0435")) {
            DeclaredPolicy declared = declared(TenantAttributes.ACCEPT_UPSTREAM, odd);

            assertThat(declared.terms(Terms.withAcceptUpstream(PolicyTerms.NONE, true))
                            .acceptUpstream())
                    .as(odd)
                    .isFalse();
            assertThat(declared.complaints(START)).containsOnlyKeys(TenantAttributes.ACCEPT_UPSTREAM);
        }
        for (boolean accepted : List.of(true, false)) {
            DeclaredPolicy declared = declared(TenantAttributes.ACCEPT_UPSTREAM, Boolean.toString(accepted));

            assertThat(declared.terms(Terms.withAcceptUpstream(PolicyTerms.NONE, !accepted))
                            .acceptUpstream())
                    .isEqualTo(accepted);
            assertThat(declared.complaints(START)).isEmpty();
        }
    }

    private static Set<Method> methods(String... values) {
        return DeclaredPolicy.of(Map.of(TenantAttributes.ALLOWED_METHODS, List.of(values)))
                .terms(PolicyTerms.NONE)
                .allowedMethods();
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

    private static DeclaredPolicy declared(String key, String value) {
        return DeclaredPolicy.of(Map.of(key, List.of(value)));
    }
}
