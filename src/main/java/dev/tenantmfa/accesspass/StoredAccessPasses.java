package dev.tenantmfa.accesspass;

import com.google.auto.service.AutoService;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.event.AccessPassMade;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.factor.pass.AccessPassesFactory;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.OwnTransaction;
import dev.tenantmfa.platform.store.SingleWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Access passes as credentials of users in the realm of the session's context. */
record StoredAccessPasses(KeycloakSession session) implements AccessPasses {

    private static final Logger LOG = Logger.getLogger(StoredAccessPasses.class);

    @Override
    public Making make(UserModel user, Duration lifetime, @Nullable String maker) {
        if (!SingleWriter.tryHoldFactors(session, user)) {
            return new Busy();
        }
        RealmModel realm = session.getContext().getRealm();
        Instant now = KeycloakClock.now();
        Instant expiresAt = now.plus(lifetime);
        AccessPassCode code = AccessPassCode.generate();
        try {
            change(user, (own, same) -> {
                AccessPassCredential.remove(same);
                AccessPassCredential.store(own, own.getContext().getRealm(), same, code, now, expiresAt, maker);
                return true;
            });
        } catch (OwnTransaction.Conflict e) {
            return new Busy();
        } catch (SealException e) {
            LOG.errorf("No access pass can be made in realm %s: %s", realm.getName(), e.getMessage());
            return new Unavailable();
        }
        session.getKeycloakSessionFactory().publish(new AccessPassMade(session, realm, user, expiresAt));
        return new Made(code.grouped(), expiresAt);
    }

    @Override
    public boolean looksLikeOne(String typed) {
        return AccessPassCode.of(typed).isPresent();
    }

    @Override
    public boolean takeBack(UserModel user) {
        boolean valid = validUntil(user).isPresent();
        return removeIf(user, pass -> true) && valid;
    }

    @Override
    public void removeMadeBy(UserModel user, Predicate<String> maker) {
        removeIf(user, pass -> pass.maker().filter(maker).isPresent());
    }

    @Override
    public void removeExpired(UserModel user) {
        Instant now = KeycloakClock.now();
        removeIf(user, pass -> !pass.isValid(now));
    }

    /** @return whether a pass was removed; false also if a login used it at the same moment */
    private boolean removeIf(UserModel user, Predicate<AccessPassCredential> which) {
        if (AccessPassCredential.of(user).stream().noneMatch(which)) {
            return false;
        }
        try {
            return change(user, (own, same) -> {
                List<AccessPassCredential> passes =
                        AccessPassCredential.of(same).stream().filter(which).toList();
                passes.forEach(pass -> same.credentialManager().removeStoredCredentialById(pass.id()));
                return !passes.isEmpty();
            });
        } catch (OwnTransaction.Conflict e) {
            return false;
        }
    }

    /**
     * In a transaction of its own, so that a login that uses the pass at the same moment cannot make the request fail at
     * its end.
     */
    private boolean change(UserModel user, BiPredicate<KeycloakSession, UserModel> work)
            throws OwnTransaction.Conflict {
        String realmId = session.getContext().getRealm().getId();
        return OwnTransaction.call(session, "tenant-mfa access pass", own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            UserModel same = own.users().getUserById(realm, user.getId());
            return same != null && work.test(own, same);
        });
    }

    @Override
    public Optional<Instant> validUntil(UserModel user) {
        Instant now = KeycloakClock.now();
        return AccessPassCredential.of(user).stream()
                .filter(pass -> pass.isValid(now))
                .map(AccessPassCredential::expiresAt)
                .max(Comparator.naturalOrder());
    }

    @AutoService(AccessPassesFactory.class)
    public static final class Factory implements AccessPassesFactory {

        @Override
        public String getId() {
            return "default";
        }

        @Override
        public AccessPasses create(KeycloakSession session) {
            return new StoredAccessPasses(session);
        }
    }
}
