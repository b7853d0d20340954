package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.setting.BadValues;
import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * The policy of a realm, from realm attributes: for users without a tenant, and as the limit for the methods of all
 * tenants.
 */
public final class RealmPolicy {

    private static final String NONE = "NONE";
    private static final String ALL = "ALL";

    /** An invalid value counts as ALL. */
    static final ChoiceSetting REQUIRED_FOR =
            Setting.key("tenant-mfa.required-for").oneOf(NONE, ALL).or(NONE).otherwise(ALL);

    /** Ids of methods, separated by commas. */
    static final String ALLOWED_METHODS = "tenant-mfa.allowed-methods";

    /** Hours, 0 to 8760, default 0; an invalid value counts as 1. */
    static final String MAX_AGE_HOURS = "tenant-mfa.max-age-hours";

    /** Days for which users without a tenant may trust a device, 0 to 90. */
    static final IntSetting TRUSTED_DEVICE_DAYS = Setting.key("tenant-mfa.trusted-device-days")
            .range(0, PolicyTerms.LONGEST_DEVICE_DAYS)
            .or(0);

    private RealmPolicy() {}

    /** What is required of users without a tenant. */
    static MfaDemand demand(RealmModel realm) {
        return ALL.equals(REQUIRED_FOR.in(realm))
                ? new MfaDemand.Due(Strength.of(allowedMethods(realm), MemberDemand.age(maxAgeHours(realm))))
                : new MfaDemand.Nothing();
    }

    /** Whether the realm has an invalid value, so that a second factor is required of all users without a tenant. */
    public static boolean isInvalid(RealmModel realm) {
        String value = realm.getAttribute(REQUIRED_FOR.key());
        return value != null && !value.isBlank() && !REQUIRED_FOR.allowed().contains(value.strip());
    }

    /** The methods that count as the second factor in the realm; empty for all. */
    public static Set<Method> allowedMethods(RealmModel realm) {
        String text = realm.getAttribute(ALLOWED_METHODS);
        if (text == null || text.isBlank()) {
            return Set.of();
        }
        List<String> ids = Stream.of(text.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        Set<Method> known =
                ids.stream().flatMap(id -> PolicyTerms.method(id).stream()).collect(Collectors.toSet());
        Set<Method> used = known.isEmpty() ? PolicyTerms.PHISHING_RESISTANT : known;
        if (known.size() < Set.copyOf(ids).size() || ids.isEmpty()) {
            BadValues.warnOnce(
                    realm,
                    ALLOWED_METHODS,
                    text,
                    "must be ids of methods (" + String.join(", ", PolicyTerms.ids(PolicyTerms.METHODS)) + "); "
                            + String.join(", ", PolicyTerms.ids(used)) + " are used");
        }
        return used;
    }

    private static int maxAgeHours(RealmModel realm) {
        String text = realm.getAttribute(MAX_AGE_HOURS);
        if (text == null || text.isBlank()) {
            return 0;
        }
        try {
            int hours = Integer.parseInt(text.strip());
            if (hours >= 0 && hours <= PolicyTerms.LONGEST_AGE_HOURS) {
                return hours;
            }
        } catch (NumberFormatException e) {
            // Treated like a value that is out of bounds.
        }
        BadValues.warnOnce(
                realm,
                MAX_AGE_HOURS,
                text,
                "must be a whole number from 0 to " + PolicyTerms.LONGEST_AGE_HOURS + "; 1 is used");
        return 1;
    }
}
