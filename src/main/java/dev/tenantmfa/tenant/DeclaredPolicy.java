package dev.tenantmfa.tenant;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static dev.tenantmfa.tenant.rule.PolicyTerms.PHISHING_RESISTANT;

/**
 * The policy as the attributes of an organization declare it. Consoles and configuration tools write them, so they may
 * contain anything: an invalid value counts as the strictest one, and {@link #complaints} reports it.
 *
 * @param values the values of each attribute of {@link #KEYS} that is present
 */
record DeclaredPolicy(Map<String, List<String>> values) {

    /** All attributes that declare a policy; add those of new fields here. */
    static final List<String> KEYS = List.of(
            TenantAttributes.REQUIRED_FOR,
            TenantAttributes.GRACE_PERIOD_DAYS,
            TenantAttributes.STARTS_AT,
            TenantAttributes.ALLOWED_METHODS,
            TenantAttributes.MAX_AGE_HOURS,
            TenantAttributes.TRUSTED_DEVICE_DAYS,
            TenantAttributes.ACCEPT_UPSTREAM,
            TenantAttributes.POLICY_CHANGED_AT,
            TenantAttributes.POLICY_WIDENED_AT);

    /** What an invalid time counts as. */
    static final String LONG_AGO = "long ago";

    static final String YES = "true";
    private static final String NO = "false";

    private static final List<String> TIMES =
            List.of(TenantAttributes.POLICY_CHANGED_AT, TenantAttributes.POLICY_WIDENED_AT);

    /** Those that an administrator writes: the other ones are the times of changes. */
    static final List<String> WRITTEN =
            KEYS.stream().filter(key -> !TIMES.contains(key)).toList();

    /** The clocks of nodes and tools may differ by this much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    DeclaredPolicy {
        values = Map.copyOf(values);
    }

    static DeclaredPolicy of(Map<String, List<String>> attributes) {
        Map<String, List<String>> declared = new LinkedHashMap<>();
        for (String key : KEYS) {
            List<String> all = attributes.get(key);
            if (all != null && !all.isEmpty()) {
                declared.put(key, all.stream().sorted().toList());
            }
        }
        return new DeclaredPolicy(declared);
    }

    /** Differs between declarations; empty if nothing is declared. */
    String fingerprint() {
        return fingerprint(KEYS);
    }

    /** As {@link #fingerprint()}, of the times only. */
    String fingerprintOfTimes() {
        return fingerprint(TIMES);
    }

    Optional<RequiredFor> requiredFor() {
        return one(TenantAttributes.REQUIRED_FOR).map(text -> known(text).orElse(RequiredFor.ALL));
    }

    /** The declared terms; for everything that is not declared, those of {@code before}. */
    PolicyTerms terms(PolicyTerms before) {
        return new PolicyTerms(
                one(TenantAttributes.GRACE_PERIOD_DAYS)
                        .map(text ->
                                number(text, PolicyTerms.LONGEST_GRACE_DAYS).orElse(0))
                        .orElse(before.gracePeriodDays()),
                one(TenantAttributes.STARTS_AT).map(JsonTime::parse).orElse(before.startsAt()),
                methods().map(declared -> known(declared, PHISHING_RESISTANT)).orElse(before.allowedMethods()),
                one(TenantAttributes.MAX_AGE_HOURS)
                        .map(text -> number(text, PolicyTerms.LONGEST_AGE_HOURS).orElse(1))
                        .orElse(before.maxAgeHours()),
                one(TenantAttributes.TRUSTED_DEVICE_DAYS)
                        .map(text ->
                                number(text, PolicyTerms.LONGEST_DEVICE_DAYS).orElse(0))
                        .orElse(before.trustedDeviceDays()),
                one(TenantAttributes.ACCEPT_UPSTREAM).map(YES::equals).orElse(before.acceptUpstream()));
    }

    /**
     * When the policy began to apply to owners and administrators, and to members unless {@link #widenedAt} is
     * declared.
     */
    Optional<Instant> changedAt(Instant now) {
        return one(TenantAttributes.POLICY_CHANGED_AT)
                .map(text -> time(text, now).orElse(Instant.EPOCH));
    }

    /** When the policy began to apply to members too. */
    Optional<Instant> widenedAt(Instant now) {
        return one(TenantAttributes.POLICY_WIDENED_AT)
                .map(text -> time(text, now).orElse(Instant.EPOCH));
    }

    /** The invalid attributes, each with the value that it counts as. */
    Map<String, String> complaints(Instant now) {
        Map<String, String> complaints = new LinkedHashMap<>();
        one(TenantAttributes.REQUIRED_FOR)
                .filter(text -> known(text).isEmpty())
                .ifPresent(text -> complaints.put(TenantAttributes.REQUIRED_FOR, RequiredFor.ALL.name()));
        one(TenantAttributes.GRACE_PERIOD_DAYS)
                .filter(text -> number(text, PolicyTerms.LONGEST_GRACE_DAYS).isEmpty())
                .ifPresent(text -> complaints.put(TenantAttributes.GRACE_PERIOD_DAYS, "0"));
        one(TenantAttributes.STARTS_AT)
                .filter(text -> JsonTime.parse(text).isEmpty())
                .ifPresent(text -> complaints.put(TenantAttributes.STARTS_AT, LONG_AGO));
        methods()
                .filter(declared -> declared.isEmpty()
                        || !declared.stream()
                                .allMatch(id -> PolicyTerms.method(id).isPresent()))
                .ifPresent(declared -> complaints.put(
                        TenantAttributes.ALLOWED_METHODS,
                        String.join(", ", PolicyTerms.ids(known(declared, PHISHING_RESISTANT)))));
        one(TenantAttributes.MAX_AGE_HOURS)
                .filter(text -> number(text, PolicyTerms.LONGEST_AGE_HOURS).isEmpty())
                .ifPresent(text -> complaints.put(TenantAttributes.MAX_AGE_HOURS, "1"));
        one(TenantAttributes.TRUSTED_DEVICE_DAYS)
                .filter(text -> number(text, PolicyTerms.LONGEST_DEVICE_DAYS).isEmpty())
                .ifPresent(text -> complaints.put(TenantAttributes.TRUSTED_DEVICE_DAYS, "0"));
        one(TenantAttributes.ACCEPT_UPSTREAM)
                .filter(text -> !YES.equals(text) && !NO.equals(text))
                .ifPresent(text -> complaints.put(TenantAttributes.ACCEPT_UPSTREAM, NO));
        for (String key : TIMES) {
            one(key).filter(text -> time(text, now).isEmpty()).ifPresent(text -> complaints.put(key, LONG_AGO));
        }
        return complaints;
    }

    /** The value of an attribute that is present; several values count as an invalid one. */
    private Optional<String> one(String key) {
        return Optional.ofNullable(values.get(key))
                .map(all -> all.size() == 1 ? all.get(0).strip() : "");
    }

    private static Optional<RequiredFor> known(String text) {
        return Arrays.stream(RequiredFor.values())
                .filter(known -> known.name().equals(text))
                .findFirst();
    }

    private static Optional<Integer> number(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            return number >= 0 && number <= most ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The declared ids, from one value or several. */
    private Optional<List<String>> methods() {
        return Optional.ofNullable(values.get(TenantAttributes.ALLOWED_METHODS))
                .map(all -> all.stream()
                        .flatMap(value -> Stream.of(value.split(",")))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .toList());
    }

    /** The methods among the ids; {@code otherwise} if there are none. */
    private static Set<Method> known(List<String> ids, Set<Method> otherwise) {
        Set<Method> known =
                ids.stream().flatMap(id -> PolicyTerms.method(id).stream()).collect(Collectors.toSet());
        return known.isEmpty() ? otherwise : known;
    }

    /** A time in the future would be a grace period without end, so it is invalid. */
    private static Optional<Instant> time(String millis, Instant now) {
        try {
            Instant time = Instant.ofEpochMilli(Long.parseLong(millis));
            return time.isAfter(now.plus(CLOCKS_DIFFER)) ? Optional.empty() : Optional.of(time);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Short enough for an attribute, however long the values are. The hashed values are not secret. */
    private String fingerprint(List<String> keys) {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            List<String> all = values.get(key);
            if (all != null) {
                text.append(key).append('=').append(all.size());
                all.forEach(value -> text.append(':').append(value.length()).append(value));
            }
        }
        return text.isEmpty()
                ? ""
                : UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                        .toString();
    }
}
