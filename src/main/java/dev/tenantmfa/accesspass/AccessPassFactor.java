package dev.tenantmfa.accesspass;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.FreshCredentials;
import dev.tenantmfa.platform.store.SingleWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Checks access passes. A pass is used up by removing its credential, under the credential's optimistic lock, and by a
 * key in the single-use store for as long as two requests can overlap.
 */
final class AccessPassFactor implements CodeFactor {

    private static final Logger LOG = Logger.getLogger(AccessPassFactor.class);
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private final KeycloakSession session;

    AccessPassFactor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FactorKind kind() {
        return FactorKind.ACCESS_PASS;
    }

    /** No: users cannot set it up, so no policy can ask for it. */
    @Override
    public Set<Method> offered(RealmModel realm) {
        return Set.of();
    }

    /** Not if the pass has expired or is not readable: it must not keep anyone out. */
    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user) {
        Instant now = KeycloakClock.now();
        return AccessPassCredential.of(user).stream().anyMatch(pass -> pass.isValid(now));
    }

    @Override
    public boolean isEnrolledFor(RealmModel realm, UserModel user) {
        return false;
    }

    @Override
    public boolean takesDigitsOnly() {
        return false;
    }

    @Override
    public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
        return AccessPassCode.of(input.text()).isPresent();
    }

    @Override
    public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
        if (!SingleWriter.tryHold(session, user, AccessPassCredential.TYPE)) {
            return new Check.Refused(Reason.USED);
        }
        Optional<AccessPassCredential> pass =
                FreshCredentials.ofType(session, realm, user, AccessPassCredential.TYPE).stream()
                        .flatMap(stored -> AccessPassCredential.of(stored).stream())
                        .max(Comparator.comparing(AccessPassCredential::expiresAt));
        Optional<AccessPassCode> code = AccessPassCode.of(input.text());
        if (pass.isEmpty() || code.isEmpty() || !pass.get().isValid(now)) {
            return new Check.Refused(Reason.WRONG);
        }
        try {
            return pass.get().matches(session, realm, user, code.get())
                    ? use(user, pass.get())
                    : new Check.Refused(Reason.WRONG);
        } catch (SealException e) {
            LOG.errorf(
                    "The access pass %s of user %s does not open: %s",
                    pass.get().id(), user.getId(), e.getMessage());
            return new Check.Unusable();
        }
    }

    private Check use(UserModel user, AccessPassCredential pass) {
        if (!session.singleUseObjects().putIfAbsent("tmfa.access-pass." + pass.id(), OVERLAP.toSeconds())) {
            return new Check.Refused(Reason.USED);
        }
        AccessPassCredential.remove(user);
        return new Check.Accepted(pass.id());
    }
}
