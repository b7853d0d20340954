package dev.tenantmfa.tenant.people;

import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/** The actions that the user of an account that a tenant created must complete before using it. */
public final class UnfinishedAccount {

    private UnfinishedAccount() {}

    /** Whether the user still has to verify the address or to set a password, if the realm requires that at all. */
    public static boolean hasActionsPending(RealmModel realm, UserModel user) {
        Set<String> pending = user.getRequiredActionsStream().collect(Collectors.toSet());
        return isPending(realm, pending, UserModel.RequiredAction.UPDATE_PASSWORD)
                || !user.isEmailVerified() && isPending(realm, pending, UserModel.RequiredAction.VERIFY_EMAIL);
    }

    /** Keycloak does not show the page of an action that the realm does not have: the user could never log in. */
    private static boolean isPending(RealmModel realm, Set<String> pending, UserModel.RequiredAction action) {
        if (!pending.contains(action.name())) {
            return false;
        }
        RequiredActionProviderModel known = realm.getRequiredActionProviderByAlias(action.name());
        return known != null && known.isEnabled();
    }
}
