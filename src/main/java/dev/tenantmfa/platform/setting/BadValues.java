package dev.tenantmfa.platform.setting;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Warns about settings that make no sense: once for each place and value at a node, not at each reading. */
public final class BadValues {

    private static final Logger LOG = Logger.getLogger(BadValues.class);

    /** More are not remembered, and so warned about again: whoever sets that many has other problems. */
    private static final int MOST_REMEMBERED = 1_000;

    private static final int LONGEST_SHOWN = 64;
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private BadValues() {}

    /** @param realm whose attribute it is; null for the configuration of an execution or required action */
    public static boolean warnOnce(@Nullable RealmModel realm, String key, String value, String rule) {
        Map<String, String> where = realm == null
                ? Map.of("configuration", "authentication flow or required action")
                : Map.of("realm", String.valueOf(realm.getName()));
        return warnOnce(where, key, value, rule);
    }

    /** @return whether it was the first time, so that the log tells of it */
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
