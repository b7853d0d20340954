package dev.tenantmfa.wiring.install;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * What the realm was before: one entry for each thing that an installation changed. It is kept as the settings of an
 * authenticator that no flow has, because a tool that replaces the realm's attributes does not reach them, and export and
 * import keep them.
 */
final class Installation {

    /** Alias of those settings. */
    static final String ALIAS = "tenant-mfa installation";

    private final RealmModel realm;

    Installation(RealmModel realm) {
        this.realm = realm;
    }

    /** What was changed, with the state of before; empty if nothing was installed. */
    Map<String, String> entries() {
        return stored().map(config -> new TreeMap<>(config.getConfig())).orElseGet(TreeMap::new);
    }

    /** Records the state of before. An older entry stays: it tells what was there before the first installation. */
    void note(String what, String before) {
        Map<String, String> entries = new LinkedHashMap<>(entries());
        if (entries.putIfAbsent(what, before) == null) {
            Optional<AuthenticatorConfigModel> stored = stored();
            AuthenticatorConfigModel config = stored.orElseGet(AuthenticatorConfigModel::new);
            config.setAlias(ALIAS);
            config.setConfig(entries);
            if (stored.isPresent()) {
                realm.updateAuthenticatorConfig(config);
            } else {
                realm.addAuthenticatorConfig(config);
            }
        }
    }

    void forget() {
        stored().ifPresent(realm::removeAuthenticatorConfig);
    }

    private Optional<AuthenticatorConfigModel> stored() {
        return Optional.ofNullable(realm.getAuthenticatorConfigByAlias(ALIAS));
    }
}
