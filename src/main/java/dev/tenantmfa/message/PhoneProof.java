package dev.tenantmfa.message;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.limit.AttemptLimiter;
import dev.tenantmfa.factor.message.MessageCodes.Channel;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import dev.tenantmfa.message.gateway.SmsGateways;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Proves during the setup of a phone that the user has it: a code is sent to a number that is not a factor yet. The
 * limits on sending are those of logins; each message allows {@value #GUESSES} guesses.
 */
public final class PhoneProof {

    private static final Logger LOG = Logger.getLogger(PhoneProof.class);
    private static final int GUESSES = 5;
    private static final String NEW_NUMBER = "new-phone";

    private final KeycloakSession session;
    private final RealmModel realm;

    public PhoneProof(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** The result of an answer. */
    public enum Result {
        PROVEN,
        WRONG,
        /** It expired, or too many guesses were made: only a new code can prove the number. */
        OVER,
        /** It cannot be compared; the server log says why. */
        UNUSABLE
    }

    /** Whether messages can be sent in this realm at all. */
    public boolean isPossible() {
        return SmsGateways.of(session).isPresent();
    }

    /** The number of digits of codes sent now. */
    public int digits() {
        return MessageSettings.CODE_DIGITS.in(realm);
    }

    /** Sends a code to the number. {@code attempt} must never be that of a login, nor the same for two numbers. */
    public Sending send(UserModel user, String attempt, PhoneNumber number) {
        Destination destination = new Destination(NEW_NUMBER, Channel.SMS, number.masked());
        return new CodeSender(session).send(user, attempt, new Recipient(destination, number.e164(), false));
    }

    /** Compares the answer with the code, and uses the code up if it is correct. */
    public Result check(UserModel user, MessageChallenge challenge, CodeInput input) {
        String userId = user.getId();
        try {
            return OwnTransaction.call(session, "tenant-mfa phone proof", own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                own.getContext().setRealm(ownRealm);
                return checkIn(own, ownRealm, userId, challenge, input);
            });
        } catch (OwnTransaction.Conflict e) {
            return Result.WRONG;
        } catch (SealException e) {
            LOG.errorf("The code that was sent to user %s cannot be compared: %s", userId, e.getMessage());
            return Result.UNUSABLE;
        }
    }

    private static Result checkIn(
            KeycloakSession session, RealmModel realm, String userId, MessageChallenge challenge, CodeInput input) {
        if (!input.isDigits(MessageSettings.CODE_DIGITS.in(realm))) {
            // It does not have the shape of a code, so it does not count as a guess.
            return Result.WRONG;
        }
        SentCodes codes = new SentCodes(session, realm);
        AttemptLimiter guesses = new AttemptLimiter(
                session.singleUseObjects(),
                List.of(new AttemptLimiter.Window(
                        "tmfa.proof." + Fingerprint.of(challenge.id()), GUESSES, Duration.ofHours(1))));
        Optional<AttemptLimiter.Ticket> guess = guesses.tryAcquire();
        if (guess.isEmpty()) {
            codes.forget(userId, challenge.attempt());
            return Result.OVER;
        }
        return switch (codes.use(userId, challenge, input.text(), KeycloakClock.now())
                .finding()) {
            case RIGHT -> Result.PROVEN;
            case WRONG -> Result.WRONG;
            case GONE, EXPIRED -> Result.OVER;
        };
    }
}
