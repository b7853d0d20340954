package dev.tenantmfa.factor.change;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.event.OtherFactorsRemoved;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Converts users' second factors to Keycloak's own, for a realm that stops using this extension; users keep their apps.
 * Users who lose a factor are notified by email. Processes all users of the realm in pages, each user in a separate
 * transaction, and can be run again: users already converted have nothing left to convert.
 */
public final class Handover {

    /**
     * Realm attribute: whether a built-in OTP is converted when it is used. Unless it is {@code false}, our form converts
     * the factors back at the next login. {@code true} means no more than {@code when-guarded}: a login method that asks for
     * Keycloak's OTP and is not wired would let in users whose OTP is converted.
     */
    public static final ChoiceSetting CONVERT_BUILT_IN_OTP = new ChoiceSetting(
            "tenant-mfa.convert-built-in-otp",
            "when-guarded",
            "when-guarded",
            List.of("when-guarded", "true", "false"));

    private static final String OUR_ACTIONS = "tmfa-";
    private static final Logger LOG = Logger.getLogger(Handover.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final boolean removeOthers;

    /** @param removeOthers whether to also remove backup codes and phones of users who have an app */
    public Handover(KeycloakSession session, boolean removeOthers) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.removeOthers = removeOthers;
    }

    /** Why a factor of a user stays. */
    public enum Left {
        /** The secret of an app cannot be opened, so nothing could be converted. The server log says why. */
        SECRET_DOES_NOT_OPEN("secret_does_not_open"),
        /** The user has backup codes or a phone but no app: without this extension the user has no second factor. */
        NO_APP("no_app"),
        /** The user logged in at the same moment; the next run converts the factors. */
        CHANGED_MEANWHILE("changed_meanwhile"),
        /** The server log says why. */
        FAILED("failed");

        private final String id;

        Left(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /** Whether a built-in OTP may be converted, as far as the realm's administrator decides. */
    public static boolean mayConvert(RealmModel realm) {
        return !CONVERT_BUILT_IN_OTP.in(realm).equals("false");
    }

    /** A user with a factor that stays. */
    public record LeftBehind(String userId, Left reason) {}

    /**
     * @param lookedAt users processed
     * @param people users with at least one converted app
     * @param apps converted apps
     * @param removed removed sets of backup codes and phones
     * @param next where the next page begins; empty after the last one
     */
    public record Page(
            int lookedAt, int people, int apps, int removed, List<LeftBehind> left, Optional<Integer> next) {}

    private record Given(int apps, int removed, Optional<Left> left) {

        static Given nothing(@Nullable Left why) {
            return new Given(0, 0, Optional.ofNullable(why));
        }
    }

    /**
     * @param first how many users to skip, in the order of their usernames
     * @param max how many users to process
     */
    public Page page(int first, int max) {
        List<String> ids = AdminPermissionsSchema.runWithoutAuthorization(session, (Supplier<List<String>>) () -> {
            Map<String, String> people = Map.of(UserModel.INCLUDE_SERVICE_ACCOUNT, Boolean.FALSE.toString());
            try (Stream<UserModel> found = session.users().searchForUserStream(realm, people, first, max)) {
                return found.map(UserModel::getId).toList();
            }
        });
        int people = 0;
        int apps = 0;
        int removed = 0;
        List<LeftBehind> left = new ArrayList<>();
        for (String id : ids) {
            Given given = give(id);
            people += given.apps() > 0 ? 1 : 0;
            apps += given.apps();
            removed += given.removed();
            given.left().ifPresent(reason -> left.add(new LeftBehind(id, reason)));
        }
        Optional<Integer> next = ids.size() < max ? Optional.empty() : Optional.of(first + max);
        return new Page(ids.size(), people, apps, removed, left, next);
    }

    private Given give(String userId) {
        try {
            return OwnTransaction.call(session, "tenant-mfa hand-over", own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                own.getContext().setRealm(ownRealm);
                return AdminPermissionsSchema.runWithoutAuthorization(own, (Supplier<Given>)
                        () -> Optional.ofNullable(own.users().getUserById(ownRealm, userId))
                                .map(user -> give(own, user))
                                .orElseGet(() -> Given.nothing(null)));
            });
        } catch (OwnTransaction.Conflict e) {
            return Given.nothing(Left.CHANGED_MEANWHILE);
        } catch (RuntimeException e) {
            // One user, such as one whose user storage is down, must not stop the conversion of the others.
            LOG.errorf(e, "The second factors of user %s stay as they are", userId);
            return Given.nothing(Left.FAILED);
        }
    }

    private Given give(KeycloakSession own, UserModel user) {
        SecondFactor.HandedOver handed = SecondFactors.of(own).handOver(user, KeycloakClock.now());
        InstalledFactors installed = InstalledFactors.of(own);
        Set<String> lost = installed.typesLostOnConversion();
        boolean hasApp = user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE);
        List<CredentialModel> others = user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> lost.contains(credential.getType()))
                .toList();
        replaceActions(user, installed.setupActionOf(FactorKind.TOTP), hasApp);
        if (handed.unopened() > 0) {
            return new Given(handed.credentials(), 0, Optional.of(Left.SECRET_DOES_NOT_OPEN));
        } else if (!hasApp && !others.isEmpty()) {
            return new Given(handed.credentials(), 0, Optional.of(Left.NO_APP));
        }
        if (!removeOthers || others.isEmpty()) {
            return new Given(handed.credentials(), 0, Optional.empty());
        }
        others.forEach(credential -> user.credentialManager().removeStoredCredentialById(credential.getId()));
        own.getKeycloakSessionFactory()
                .publish(new OtherFactorsRemoved(own, own.getContext().getRealm(), user));
        return new Given(handed.credentials(), others.size(), Optional.empty());
    }

    /**
     * Replaces our required actions: a pending action without a provider makes every password grant of the user fail.
     */
    private static void replaceActions(UserModel user, Optional<String> setupAction, boolean hasApp) {
        List<String> ours = user.getRequiredActionsStream()
                .filter(action -> action.startsWith(OUR_ACTIONS))
                .toList();
        ours.forEach(user::removeRequiredAction);
        if (setupAction.filter(ours::contains).isPresent() && !hasApp) {
            user.addRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        }
    }
}
