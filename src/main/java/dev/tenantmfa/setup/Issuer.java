package dev.tenantmfa.setup;

import java.util.regex.Pattern;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Who asks for the code and whose it is, as the authenticator app shows them. */
final class Issuer {

    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

    private Issuer() {}

    /** The realm's display name where it is plain text, else the realm's name. */
    static String of(RealmModel realm) {
        String name = realm.getDisplayName();
        if (name == null || PLACEHOLDER.matcher(name).find()) {
            return realm.getName();
        }
        String plain = MARKUP.matcher(name).replaceAll("").strip();
        return plain.isEmpty() ? realm.getName() : plain;
    }

    /** The e-mail address, else the username. */
    static String accountOf(UserModel user) {
        return user.getEmail() == null || user.getEmail().isBlank() ? user.getUsername() : user.getEmail();
    }
}
