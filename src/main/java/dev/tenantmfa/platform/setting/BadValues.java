package dev.tenantmfa.platform.setting;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Warns about invalid settings, once per place and value on each node rather than at each read. */
public final class BadValues {

    private static final Logger LOG = Logger.getLogger(BadValues.class);

    /** At this number the list is cleared and values are warned about again. */
    private static final int MOST_REMEMBERED = 1_000;

    private static final int LONGEST_SHOWN = 64;
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private BadValues() {}

    /** @param realm of the attribute; null for the configuration of an execution or required action */
    public static boolean warnOnce(@Nullable RealmModel realm, String key, String value, String rule) {
        Map<String, String> where = realm == null
                ? Map.of("configuration", "authentication flow or required action")
                : Map.of("realm", String.valueOf(realm.getName()));
        return warnOnce(where, key, value, rule);
    }

    /** @return whether it was the first time, so that a warning was logged */
    public static boolean warnOnce(Map<String, String> where, String key, String value, String rule) {
        String shown = value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) : value;
        String place = new TreeMap<>(where).toString();
        if (WARNED.size() >= MOST_REMEMBERED) {
            WARNED.clear();
        }
        if (!WARNED.add(place + key + shown)) {
            return false;
        }
        LOG.warnf("Setting %s in %s %s", key, place, rule);
        return true;
    }
}
