package dev.tenantmfa.tenant;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;

/**
 * Values that a tenant keeps when {@code PUT organizations/{id}} replaces all attributes of its organization. They are
 * attributes of the {@link KeptGroup} with the same keys, and are read from Keycloak's cache.
 */
final class KeptValues {

    /** Attributes of the organization that are stored under their own key; {@link TenantPolicy} stores the policy. */
    static final Set<String> KEYS = Set.of(
            TenantAttributes.EMAIL,
            TenantEmail.CLAIMED,
            TenantAttributes.CREATED_BY,
            TenantAttributes.DELETED_AT,
            TenantAttributes.DELETED_NAME,
            TenantAttributes.DELETED_EMAIL);

    private final KeycloakSession session;
    private final KeptGroup group;

    KeptValues(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.group = new KeptGroup(session, organization);
    }

    Optional<String> text(String key) {
        return group.find().flatMap(found -> Optional.ofNullable(found.getFirstAttribute(key)));
    }

    KeptPolicy policy() {
        return group.find()
                .map(found -> KeptPolicy.of(found::getFirstAttribute))
                .orElse(KeptPolicy.NONE);
    }

    /** Stores values; null removes one. Writes nothing if nothing differs. */
    void write(Map<String, @Nullable String> values) {
        Optional<GroupModel> found = group.find();
        boolean differs = values.entrySet().stream()
                .anyMatch(value -> !Objects.equals(
                        value.getValue(),
                        found.map(kept -> kept.getFirstAttribute(value.getKey()))
                                .orElse(null)));
        if (!differs) {
            return;
        }
        write(group.open(), values);
    }

    /** Stores values in a group that was read or created in this transaction. */
    void write(GroupModel kept, Map<String, @Nullable String> values) {
        if (values.containsKey(TenantAttributes.EMAIL)) {
            new KeptEmail(session, kept)
                    .change(kept.getFirstAttribute(TenantAttributes.EMAIL), values.get(TenantAttributes.EMAIL));
        }
        values.forEach((key, value) -> {
            if (value == null) {
                kept.removeAttribute(key);
            } else {
                kept.setSingleAttribute(key, value);
            }
        });
    }
}
