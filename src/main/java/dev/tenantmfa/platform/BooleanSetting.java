package dev.tenantmfa.platform;

import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** A switch that an admin may set. Anything but {@code true} and {@code false} counts as the default and is warned about. */
public record BooleanSetting(String key, boolean defaultValue, String label, String help) {

    private static final Logger LOG = Logger.getLogger(BooleanSetting.class);

    /** Reads it from the config of an execution or required action; null is no config. */
    public boolean in(@Nullable Map<String, String> config) {
        return parse(config == null ? null : config.get(key));
    }

    /** Reads it from the realm attribute of that name. */
    public boolean in(RealmModel realm) {
        return parse(realm.getAttribute(key));
    }

    private boolean parse(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return defaultValue;
        }
        switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                LOG.warnf("Setting %s must be true or false; %s is used", key, defaultValue);
                return defaultValue;
        }
    }

    /** As the admin console shows it. */
    public ProviderConfigProperty property() {
        return new ProviderConfigProperty(key, label, help, ProviderConfigProperty.BOOLEAN_TYPE, defaultValue);
    }
}
