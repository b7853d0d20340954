package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a tenant stores, and the declaration that it was made from.
 *
 * @param seen {@link DeclaredPolicy#fingerprint} of the declaration that was read last
 * @param seenTimes {@link DeclaredPolicy#fingerprintOfTimes} of the same declaration
 */
record KeptPolicy(MfaPolicy policy, String seen, String seenTimes) {

    private static final String SEEN = "tenant-mfa.seen-policy";
    private static final String SEEN_TIMES = "tenant-mfa.seen-policy-times";

    /** When devices were last trusted for fewer days than before. Not declared: nobody may set it back. */
    private static final String DEVICES_SINCE = "tenant-mfa.trusted-devices-since";

    /** The value for a tenant that stores nothing yet. */
    static final KeptPolicy NONE = new KeptPolicy(MfaPolicy.NONE, "", "");

    /**
     * The policy that now applies and must be stored: declared values, and stored ones for everything that is not
     * declared. A declared time counts only once, because a tool or console that changes other attributes sends the old
     * time again.
     */
    KeptPolicy with(DeclaredPolicy declared, Instant now) {
        if (seen.equals(declared.fingerprint())) {
            return this;
        }
        MfaPolicy changed = policy.changedTo(
                declared.requiredFor().orElse(policy.requiredFor()), declared.terms(policy.terms()), now);
        boolean sameTimes = seenTimes.equals(declared.fingerprintOfTimes());
        Optional<Instant> leaders = declared.changedAt(now).filter(time -> !sameTimes);
        MfaPolicy timed = leaders.map(
                        since -> changed.since(since, declared.widenedAt(now).orElse(since)))
                .orElse(changed);
        return new KeptPolicy(timed, declared.fingerprint(), declared.fingerprintOfTimes());
    }

    /**
     * Reads what {@link #values} made.
     *
     * @param text the stored text of a key, null for none
     */
    static KeptPolicy of(Function<String, @Nullable String> text) {
        String whom = text.apply(TenantAttributes.REQUIRED_FOR);
        if (whom == null) {
            return NONE;
        }
        // Only this class writes these values: any other value is damaged, and counts as the strictest one.
        DeclaredPolicy kept = DeclaredPolicy.of(lists(text));
        Instant leaders = time(text.apply(TenantAttributes.POLICY_CHANGED_AT)).orElse(Instant.EPOCH);
        Instant members = time(text.apply(TenantAttributes.POLICY_WIDENED_AT)).orElse(leaders);
        MfaPolicy policy = MfaPolicy.NONE
                .changedTo(kept.requiredFor().orElse(RequiredFor.ALL), kept.terms(PolicyTerms.NONE), Instant.EPOCH)
                .since(leaders, members)
                .devicesSince(time(text.apply(DEVICES_SINCE)));
        return new KeptPolicy(policy, orEmpty(text.apply(SEEN)), orEmpty(text.apply(SEEN_TIMES)));
    }

    /** The values to store; null removes a value. */
    Map<String, @Nullable String> values() {
        Map<String, @Nullable String> values = declaration(policy);
        values.put(SEEN, seen.isEmpty() ? null : seen);
        values.put(SEEN_TIMES, seenTimes.isEmpty() ? null : seenTimes);
        values.put(DEVICES_SINCE, millis(policy.devicesSince()));
        return values;
    }

    /** The attributes that declare the policy; null for attributes that it does not use. */
    static Map<String, @Nullable String> declaration(MfaPolicy policy) {
        Map<String, @Nullable String> values = new HashMap<>();
        values.put(TenantAttributes.REQUIRED_FOR, policy.requiredFor().name());
        values.put(
                TenantAttributes.GRACE_PERIOD_DAYS,
                Integer.toString(policy.terms().gracePeriodDays()));
        values.put(
                TenantAttributes.STARTS_AT,
                policy.terms().startsAt().map(Instant::toString).orElse(null));
        values.put(
                TenantAttributes.ALLOWED_METHODS,
                policy.terms().allowedMethods().isEmpty()
                        ? null
                        : String.join(",", policy.terms().allowedMethodIds()));
        values.put(
                TenantAttributes.MAX_AGE_HOURS,
                policy.terms().maxAgeHours() == 0
                        ? null
                        : Integer.toString(policy.terms().maxAgeHours()));
        values.put(
                TenantAttributes.TRUSTED_DEVICE_DAYS,
                policy.terms().trustedDeviceDays() == 0
                        ? null
                        : Integer.toString(policy.terms().trustedDeviceDays()));
        values.put(TenantAttributes.ACCEPT_UPSTREAM, policy.terms().acceptUpstream() ? DeclaredPolicy.YES : null);
        values.put(TenantAttributes.POLICY_CHANGED_AT, millis(policy.leadersSince()));
        boolean widened = !policy.membersSince().equals(policy.leadersSince());
        values.put(TenantAttributes.POLICY_WIDENED_AT, widened ? millis(policy.membersSince()) : null);
        return values;
    }

    private static @Nullable String millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).map(String::valueOf).orElse(null);
    }

    private static Optional<Instant> time(@Nullable String millis) {
        return Optional.ofNullable(millis).flatMap(TenantAttributes::instant);
    }

    private static Map<String, List<String>> lists(Function<String, @Nullable String> text) {
        Map<String, List<String>> lists = new HashMap<>();
        for (String key : DeclaredPolicy.KEYS) {
            String value = text.apply(key);
            if (value != null) {
                lists.put(key, List.of(value));
            }
        }
        return lists;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
