package dev.tenantmfa.assurance.upstream;

import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.store.CredentialLabel;
import java.io.IOException;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/**
 * Links to identity providers that no second factor of the user confirmed. What the provider says of such a link does not
 * replace a second factor: anyone who knows the password of the user, or reads the user's mails, can have made it.
 *
 * <p>Each is a credential that proves nothing. The account console does not show it, and no user can change it. An
 * administrator who deletes it in the admin console confirms the link. A provider is named by its internal id, and a user
 * has at most one link to each provider.
 */
public final class UnconfirmedLinks {

    private static final String TYPE = InstalledFactors.UNCONFIRMED_LINK;
    private static final String PROVIDER = "provider";

    private UnconfirmedLinks() {}

    public static boolean include(UserModel user, String providerId) {
        return !of(user, providerId).isEmpty();
    }

    /** Whether the user has such a link to any provider that the realm still has. */
    public static boolean existFor(KeycloakSession session, UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .anyMatch(mark -> session.identityProviders().getById(providerOf(mark)) != null);
    }

    public static void add(UserModel user, IdentityProviderModel provider) {
        if (include(user, provider.getInternalId())) {
            return;
        }
        CredentialModel mark = new CredentialModel();
        mark.setType(TYPE);
        mark.setUserLabel(CredentialLabel.counted(user, TYPE, "Link not confirmed: " + provider.getAlias()));
        mark.setCredentialData(data(provider.getInternalId()));
        mark.setSecretData("{}");
        user.credentialManager().createStoredCredential(mark);
    }

    public static void remove(UserModel user, String providerId) {
        of(user, providerId).forEach(mark -> user.credentialManager().removeStoredCredentialById(mark.getId()));
    }

    private static List<CredentialModel> of(UserModel user, String providerId) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .filter(mark -> data(providerId).equals(mark.getCredentialData()))
                .toList();
    }

    private static String providerOf(CredentialModel mark) {
        try {
            return JsonSerialization.mapper
                    .readTree(mark.getCredentialData())
                    .path(PROVIDER)
                    .asText();
        } catch (IOException | IllegalArgumentException e) {
            // Written by hand and imported.
            return "";
        }
    }

    private static String data(String providerId) {
        return JsonSerialization.mapper
                .createObjectNode()
                .put(PROVIDER, providerId)
                .toString();
    }
}
