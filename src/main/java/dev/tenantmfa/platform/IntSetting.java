package dev.tenantmfa.platform;

import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * A whole number that an admin may set: key, default, bounds, label and help text in one place. A value that is no
 * number or out of bounds counts as the default and is warned about with key and bounds.
 *
 * @param key property of an execution or required action, or realm attribute
 * @param label in the admin console
 * @param help in the admin console; names the unit
 */
public record IntSetting(String key, int defaultValue, int min, int max, String label, String help) {

    private static final Logger LOG = Logger.getLogger(IntSetting.class);

    public IntSetting {
        if (defaultValue < min || defaultValue > max) {
            throw new IllegalArgumentException(key + ": default out of bounds");
        }
    }

    /** Reads it from the config of an execution or required action; null is no config. */
    public int in(@Nullable Map<String, String> config) {
        return parse(config == null ? null : config.get(key));
    }

    /** Reads it from the realm attribute of that name. */
    public int in(RealmModel realm) {
        return parse(realm.getAttribute(key));
    }

    private int parse(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            LOG.debugf(e, "%s is no number", key);
        }
        LOG.warnf("Setting %s must be a whole number from %d to %d; %d is used", key, min, max, defaultValue);
        return defaultValue;
    }

    /** As the admin console shows it. */
    public ProviderConfigProperty property() {
        return new ProviderConfigProperty(
                key,
                label,
                help + " " + min + " to " + max + ".",
                ProviderConfigProperty.INTEGER_TYPE,
                Integer.toString(defaultValue));
    }
}
