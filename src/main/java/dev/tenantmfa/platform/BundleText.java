package dev.tenantmfa.platform;

import java.io.IOException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.ThemeManager;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/** Message bundle texts that are stored rather than shown by a template. */
public final class BundleText {

    private BundleText() {}

    /** The text of the login theme in the user's language, without arguments; empty if there is none. */
    public static Optional<String> of(KeycloakSession session, RealmModel realm, UserModel user, String key) {
        ThemeManager themes = session.theme();
        if (themes == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(themes.getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(realm, UserLocale.of(session, user))
                    .getProperty(key));
        } catch (IOException e) {
            throw new IllegalStateException("the texts of the login theme cannot be read", e);
        }
    }
}
