package dev.tenantmfa.setup;

import dev.tenantmfa.otp.OtpauthUri;
import dev.tenantmfa.platform.RealmTitle;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Issuer and account name, as the authenticator app shows them. */
public final class Issuer {

    private Issuer() {}

    /** The realm's display name if it is plain text, otherwise the realm's name. */
    public static String of(RealmModel realm) {
        return RealmTitle.of(realm);
    }

    /** The email address, otherwise the username. */
    public static String accountOf(UserModel user) {
        return user.getEmail() == null || user.getEmail().isBlank() ? user.getUsername() : user.getEmail();
    }

    /** The URI that configures the app. */
    public static OtpauthUri uriOf(RealmModel realm, UserModel user, PendingSetup pending) {
        return OtpauthUri.of(of(realm), accountOf(user), pending.totpSecret(), pending.parameters());
    }
}
