package dev.tenantmfa.login;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Which way comes first: the one that the user chose in this login, else one that the requested level of authentication
 * needs, else the one of the user's first credential.
 */
final class Ways {

    private static final Logger LOG = Logger.getLogger(Ways.class);

    private Ways() {}

    static Way first(AuthenticationFlowContext context, List<Way> ways, @Nullable String chosen) {
        Optional<Way> wished = Way.of(chosen).filter(ways::contains);
        InstalledFactors installed = InstalledFactors.of(context.getSession());
        return wished.orElseGet(() -> {
            List<Way> needed = Way.to(RequestedMethods.of(context)).stream()
                    .filter(ways::contains)
                    .toList();
            List<Way> candidates = needed.isEmpty() ? ways : needed;
            return context.getUser()
                    .credentialManager()
                    .getStoredCredentialsStream()
                    .flatMap(credential -> wayOf(credential.getType(), installed).stream())
                    .filter(candidates::contains)
                    .findFirst()
                    .orElse(candidates.get(0));
        });
    }

    /**
     * Puts the credential of an accepted code first among the user's, as the user can in the account console, so that the
     * next login asks for it first. Writes nothing if it is the first one already.
     *
     * <p>In a transaction of its own: another request may change the user's credentials at the same moment, and this one must not fail.
     */
    static void remember(KeycloakSession session, UserModel user, String credentialId) {
        if (isFirst(user, credentialId)) {
            return;
        }
        String realmId = session.getContext().getRealm().getId();
        try {
            OwnTransaction.call(session, "tenant-mfa order of credentials", own -> {
                UserModel same = own.users().getUserById(own.realms().getRealm(realmId), user.getId());
                return same != null && same.credentialManager().moveStoredCredentialTo(credentialId, null);
            });
        } catch (OwnTransaction.Conflict e) {
            LOG.debugf("The credentials of user %s were changed meanwhile; their order stays", user.getId());
        }
    }

    /** As {@link #remember}, for the first credential of a type, which was used in this transaction. */
    static void rememberType(UserModel user, String type) {
        user.credentialManager()
                .getStoredCredentialsByTypeStream(type)
                .map(CredentialModel::getId)
                .findFirst()
                .filter(id -> !isFirst(user, id))
                .ifPresent(id -> user.credentialManager().moveStoredCredentialTo(id, null));
    }

    /** Among the second factors; also for what is not stored, such as the email address: there is nothing to move. */
    private static boolean isFirst(UserModel user, String credentialId) {
        List<String> ids = user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> !PasswordCredentialModel.TYPE.equals(credential.getType()))
                .map(CredentialModel::getId)
                .toList();
        return !ids.contains(credentialId) || ids.get(0).equals(credentialId);
    }

    private static Optional<Way> wayOf(String type, InstalledFactors installed) {
        if (WebAuthnCredentialModel.TYPE_TWOFACTOR.equals(type)) {
            return Optional.of(Way.KEY);
        }
        if (WebAuthnCredentialModel.TYPE_PASSWORDLESS.equals(type)) {
            return Optional.of(Way.PASSKEY);
        }
        if (installed.typesWithTypedCodes().contains(type)) {
            return Optional.of(Way.CODE);
        }
        return installed.typeOf(FactorKind.MESSAGE_CODE).filter(type::equals).map(phone -> Way.MESSAGE);
    }
}
