package dev.tenantmfa.message;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.event.MessageHandedOver.Outcome;
import dev.tenantmfa.factor.limit.AttemptLimiter;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.seal.KeyedHash;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Sends codes within the limits. Slots are taken before a message is sent and the code is stored after it, each in a
 * separate transaction: a sent message counts whatever happens to the request, and a failed message invalidates no
 * earlier code.
 */
final class CodeSender {

    private static final Logger LOG = Logger.getLogger(CodeSender.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    CodeSender(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    Sending send(UserModel user, String attempt, Recipient recipient) {
        try {
            return sendWithinLimits(user, attempt, recipient);
        } catch (SealException e) {
            LOG.errorf("No code can be sent in realm %s: %s", realm.getName(), e.getMessage());
            return new Sending.Failed();
        } catch (OwnTransaction.Conflict e) {
            LOG.warnf("No code to user %s: %s", user.getId(), e.getMessage());
            return new Sending.Failed();
        }
    }

    private Sending sendWithinLimits(UserModel user, String attempt, Recipient recipient)
            throws OwnTransaction.Conflict {
        Instant now = KeycloakClock.now();
        String userId = user.getId();
        String destinationKey = KeyedHash.of(session, realm)
                .of("message-destination", recipient.address().toLowerCase(Locale.ROOT));
        Optional<AttemptLimiter.Ticket> place =
                apart((own, ownRealm) -> limits(own, ownRealm, userId, destinationKey, recipient.proven())
                        .tryTake(now));
        if (place.isEmpty()) {
            Duration wait = apart((own, ownRealm) -> limits(own, ownRealm, userId, destinationKey, recipient.proven())
                    .retryAfter(now));
            session.getKeycloakSessionFactory()
                    .publish(new MessageCodes.HeldBack(
                            realm.getName(), recipient.destination().channel()));
            return new Sending.Held(recipient.destination(), wait);
        }
        Duration good = Duration.ofSeconds(MessageSettings.CODE_SECONDS.in(realm));
        String code = SentCodes.newCode(MessageSettings.CODE_DIGITS.in(realm));
        Outcome outcome = new Delivery(session, realm).send(user, recipient, code, good);
        if (outcome != Outcome.SENT) {
            if (outcome == Outcome.FAILED) {
                apart((own, ownRealm) -> {
                    limits(own, ownRealm, userId, destinationKey, recipient.proven())
                            .giveDayBack(place.get());
                    return true;
                });
            }
            return new Sending.Failed();
        }
        Instant end = KeycloakClock.now().plus(good);
        MessageChallenge challenge = apart((own, ownRealm) -> new SentCodes(own, ownRealm)
                .put(userId, attempt, code, recipient.destination().id(), end, good));
        return new Sending.Sent(challenge, recipient.destination(), good);
    }

    private static SendLimits limits(
            KeycloakSession session, RealmModel realm, String userId, String destinationKey, boolean proven) {
        return new SendLimits(session.singleUseObjects(), realm, userId, destinationKey, proven);
    }

    private interface Work<T> {
        T run(KeycloakSession own, RealmModel realm);
    }

    private <T> T apart(Work<T> work) throws OwnTransaction.Conflict {
        Function<KeycloakSession, T> inRealm = own -> {
            RealmModel ownRealm = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(ownRealm);
            return work.run(own, ownRealm);
        };
        return OwnTransaction.call(session, "tenant-mfa message", inRealm);
    }
}
