package dev.tenantmfa.platform.setting;

import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * A whole number that an admin may set: key, default, bounds, label and help text in one place. A value that is no
 * number or out of bounds counts as the default and is warned about with key and bounds,
 * once for each value.
 *
 * @param key property of an execution or required action, or realm attribute
 * @param label in the admin console; empty for an attribute, which the console does not describe
 * @param help in the admin console; names the unit
 */
public record IntSetting(String key, int defaultValue, int min, int max, String label, String help) {

    public IntSetting {
        if (defaultValue < min || defaultValue > max) {
            throw new IllegalArgumentException(key + ": default out of bounds");
        }
    }

    /** Reads it from the config of an execution or required action; null is no config. */
    public int in(@Nullable Map<String, String> config) {
        return parse(config == null ? null : config.get(key), null);
    }

    /** Reads it from the realm attribute of that name. */
    public int in(RealmModel realm) {
        return parse(realm.getAttribute(key), realm);
    }

    private int parse(@Nullable String value, @Nullable RealmModel realm) {
        if (value == null || value.isBlank()) {
            return defaultValue;
        }
        OptionalInt number = number(value.strip());
        if (number.isPresent() && number.getAsInt() >= min && number.getAsInt() <= max) {
            return number.getAsInt();
        }
        BadValues.warnOnce(
                realm,
                key,
                value,
                "must be a whole number from " + min + " to " + max + "; " + defaultValue + " is used");
        return defaultValue;
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    public IntSetting label(String text) {
        return new IntSetting(key, defaultValue, min, max, text, help);
    }

    public IntSetting help(String text) {
        return new IntSetting(key, defaultValue, min, max, label, text);
    }

    /** As the admin console shows it. */
    public ProviderConfigProperty property() {
        return new ProviderConfigProperty(
                key,
                label,
                help + " Allowed values: " + min + " to " + max + ".",
                ProviderConfigProperty.INTEGER_TYPE,
                Integer.toString(defaultValue));
    }
}
