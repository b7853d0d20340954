package dev.tenantmfa.setup;

import dev.tenantmfa.otp.OtpauthUri;
import dev.tenantmfa.platform.RealmTitle;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Who asks for the code and whose it is, as the authenticator app shows them. */
public final class Issuer {

    private Issuer() {}

    /** The realm's display name where it is plain text, else the realm's name. */
    public static String of(RealmModel realm) {
        return RealmTitle.of(realm);
    }

    /** The e-mail address, else the username. */
    public static String accountOf(UserModel user) {
        return user.getEmail() == null || user.getEmail().isBlank() ? user.getUsername() : user.getEmail();
    }

    /** What the app of a setup is given. */
    public static OtpauthUri uriOf(RealmModel realm, UserModel user, PendingSetup pending) {
        return OtpauthUri.of(of(realm), accountOf(user), pending.totpSecret(), pending.parameters());
    }
}
