package dev.tenantmfa.tenant;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.OrganizationModel;

/**
 * What this extension stores at an organization. Realm administrators can read and edit it in the console, and a mapper
 * may put it into tokens: it must not contain secrets, or anything that a member could benefit from changing.
 *
 * <p>Works on a copy: Keycloak's own view of the attributes must not be read again after it was written.
 */
public final class TenantAttributes {

    public static final String EMAIL = "tenant-mfa.email";
    public static final String NAME_KEY = "tenant-mfa.name-key";
    static final String NAME_KEY_VERSION = "tenant-mfa.name-key-version";
    /** Id of the user who created the tenant. Absent if an administrator created it. */
    public static final String CREATED_BY = "tenant-mfa.created-by";

    /** Name of a deleted tenant, for its restore. */
    public static final String DELETED_NAME = "tenant-mfa.deleted-name";

    public static final String DELETED_EMAIL = "tenant-mfa.deleted-email";
    public static final String CREATED_AT = "tenant-mfa.created-at";
    public static final String UPDATED_AT = "tenant-mfa.updated-at";
    public static final String DELETED_AT = "tenant-mfa.deleted-at";
    static final String REQUIRED_FOR = "tenant-mfa.required-for";
    static final String GRACE_PERIOD_DAYS = "tenant-mfa.grace-period-days";

    /** The policy does not apply before this time; an ISO 8601 instant. */
    static final String STARTS_AT = "tenant-mfa.starts-at";

    /** Ids of methods, as several values or separated by commas; none for all. */
    static final String ALLOWED_METHODS = "tenant-mfa.allowed-methods";

    static final String MAX_AGE_HOURS = "tenant-mfa.max-age-hours";
    static final String TRUSTED_DEVICE_DAYS = "tenant-mfa.trusted-device-days";
    static final String ACCEPT_UPSTREAM = "tenant-mfa.accept-upstream";

    /** When the policy began to apply to owners and administrators, and to members unless the next attribute is set. */
    static final String POLICY_CHANGED_AT = "tenant-mfa.policy-changed-at";

    /** When the policy began to apply to members, if it applied to owners and administrators before. */
    static final String POLICY_WIDENED_AT = "tenant-mfa.policy-widened-at";

    private final OrganizationModel organization;
    private final KeptValues kept;
    private final Map<String, List<String>> values;
    private final Map<String, @Nullable String> toKeep = new HashMap<>();

    TenantAttributes(OrganizationModel organization, KeptValues kept) {
        this.organization = organization;
        this.kept = kept;
        Map<String, List<String>> stored = organization.getAttributes();
        this.values = stored == null ? new HashMap<>() : new HashMap<>(stored);
    }

    /** The declared value; for {@link KeptValues#KEYS} that are not declared, the stored one. */
    public Optional<String> text(String key) {
        List<String> all = values.get(key);
        if (all == null || all.isEmpty()) {
            return KeptValues.KEYS.contains(key) ? kept.text(key) : Optional.empty();
        }
        return Optional.ofNullable(all.get(0));
    }

    /** The declared policy, whatever is stored. */
    DeclaredPolicy declaredPolicy() {
        return DeclaredPolicy.of(values);
    }

    /** A time stored in milliseconds; empty if it is missing or invalid. */
    Optional<Instant> time(String key) {
        return text(key).flatMap(TenantAttributes::instant);
    }

    /** Sets a value; null removes it. Nothing is stored before {@link #save}. */
    public TenantAttributes set(String key, @Nullable String value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, List.of(value));
        }
        if (KeptValues.KEYS.contains(key)) {
            toKeep.put(key, value);
        }
        return this;
    }

    public TenantAttributes set(String key, Instant time) {
        return set(key, Long.toString(time.toEpochMilli()));
    }

    /** Stores the changes, and keeps {@link KeptValues#KEYS}. */
    public void save() {
        organization.setAttributes(new HashMap<>(values));
        kept.write(toKeep);
        toKeep.clear();
    }

    /** As {@link #save}, for a new organization. */
    public void save(GroupModel newGroup) {
        organization.setAttributes(new HashMap<>(values));
        kept.write(newGroup, toKeep);
        toKeep.clear();
    }

    static Optional<Instant> instant(String millis) {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
