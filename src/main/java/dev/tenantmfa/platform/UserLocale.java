package dev.tenantmfa.platform;

import jakarta.ws.rs.WebApplicationException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The language in which a user is written to. */
public final class UserLocale {

    private UserLocale() {}

    /**
     * As Keycloak resolves it; without a user, from the request only. If the request's {@code Accept-Language} cannot be read, at which Keycloak fails, the realm's
     * default: a header must not keep a message from a user.
     */
    public static Locale of(KeycloakSession session, @Nullable UserModel user) {
        try {
            return session.getContext().resolveLocale(user);
        } catch (WebApplicationException e) {
            RealmModel realm = session.getContext().getRealm();
            return realm.getDefaultLocale() == null ? Locale.ENGLISH : Locale.forLanguageTag(realm.getDefaultLocale());
        }
    }
}
