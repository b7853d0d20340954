package dev.tenantmfa.message;

import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.ChallengeProgress.Step;
import dev.tenantmfa.platform.seal.KeyedHash;
import dev.tenantmfa.platform.store.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Base64Url;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The sent codes: the last two for a user in an attempt, since a message may arrive after the next one was requested.
 * Kept in Keycloak's single-use store as hashes under one key of the realm. Removing that key uses up the code and the
 * other one; the store lets only one request do so, across all nodes.
 */
final class SentCodes {

    private static final int CHALLENGE_BYTES = 32;

    /** A code is kept longer than it is valid, so that an expired one can be told from a wrong one. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final String PURPOSE = "message-code";
    private static final String CHALLENGE = "challenge";
    private static final String CODE = "code";
    private static final String END = "end";
    private static final String DESTINATION = "destination";
    /** Suffix of the names under which the code before the last one is kept. */
    private static final String BEFORE = ".before";

    private final KeycloakSession session;
    private final SingleUseObjectProvider store;
    private final String realmId;
    private final KeyedHash hash;

    SentCodes(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.store = session.singleUseObjects();
        this.realmId = realm.getId();
        this.hash = KeyedHash.of(session, realm);
    }

    /** The result of looking up a code. */
    enum Finding {
        RIGHT,
        WRONG,
        /** It was used, or never existed. */
        GONE,
        EXPIRED
    }

    /** @param destinationId where the code, or the message that was answered, had been sent; null if that is not known */
    record Answer(Finding finding, @Nullable String destinationId) {}

    /** @return that many random digits, leading zeros included */
    static String newCode(int digits) {
        return SecretGenerator.getInstance().randomString(digits, SecretGenerator.DIGITS);
    }

    /**
     * Stores a code that was sent. The previous one of the same attempt stays valid until it expires; older ones become
     * invalid.
     *
     * @throws dev.tenantmfa.crypto.SealException if no key is available
     */
    MessageChallenge put(String userId, String attempt, String code, String destinationId, Instant end, Duration good) {
        MessageChallenge challenge = new MessageChallenge(
                Base64Url.encode(SecretGenerator.getInstance().randomBytes(CHALLENGE_BYTES)), attempt);
        String id = Fingerprint.of(challenge.id());
        String hashed = hash.of(PURPOSE, bound(userId, attempt, id, code));
        String key = key(userId, attempt);
        Map<String, String> sent = new HashMap<>();
        new Code(id, hashed, end.toEpochMilli(), destinationId).into(sent, "");
        Map<String, String> earlier = store.get(key);
        if (earlier != null) {
            Code.in(earlier, "").ifPresent(before -> before.into(sent, BEFORE));
        }
        store.put(key, good.plus(REMEMBERED).toSeconds(), sent);
        note(Step.STARTED);
        return challenge;
    }

    /**
     * Compares, in constant time, with each code that has not expired, and uses it up if it is correct. The caller must
     * know the message id of one of the valid codes, not necessarily that of the code entered.
     *
     * @throws dev.tenantmfa.crypto.SealException if the key is gone
     */
    Answer use(String userId, MessageChallenge challenge, String code, Instant now) {
        String key = key(userId, challenge.attempt());
        Map<String, String> sent = store.get(key);
        if (sent == null) {
            return new Answer(Finding.GONE, null);
        }
        List<Code> out = Code.allIn(sent);
        String id = Fingerprint.of(challenge.id());
        List<Code> named = out.stream()
                .filter(one -> Fingerprint.equal(one.challenge(), id))
                .toList();
        if (named.isEmpty()) {
            return new Answer(Finding.WRONG, null);
        }
        List<Code> alive = out.stream().filter(one -> !one.isOver(now)).toList();
        if (!alive.containsAll(named)) {
            note(Step.EXPIRED);
            return new Answer(Finding.EXPIRED, named.get(0).destination());
        }
        Code right = null;
        for (Code one : alive) {
            if (hash.matches(one.hash(), PURPOSE, bound(userId, challenge.attempt(), one.challenge(), code))) {
                right = one;
            }
        }
        return right == null ? new Answer(Finding.WRONG, named.get(0).destination()) : redeem(key, right);
    }

    private Answer redeem(String key, Code right) {
        Map<String, String> removed = store.remove(key);
        if (removed == null || !Code.allIn(removed).contains(right)) {
            return new Answer(Finding.GONE, right.destination());
        }
        note(Step.REDEEMED);
        return new Answer(Finding.RIGHT, right.destination());
    }

    /** Invalidates the codes sent in the attempt. */
    void forget(String userId, String attempt) {
        store.remove(key(userId, attempt));
    }

    private void note(Step step) {
        ChallengeProgress.afterCommit(session, ChallengeProgress.Kind.MESSAGE_CODE, step);
    }

    private static String bound(String userId, String attempt, String challenge, String code) {
        return userId + "|" + attempt + "|" + challenge + "|" + code;
    }

    /**
     * One code that was sent.
     *
     * @param challenge hash of the id of its message
     * @param hash of the code
     * @param end epoch millisecond from which it is no longer valid
     * @param destination id of where it was sent
     */
    private record Code(String challenge, String hash, long end, String destination) {

        static List<Code> allIn(Map<String, String> sent) {
            return Stream.of(in(sent, ""), in(sent, BEFORE))
                    .flatMap(Optional::stream)
                    .toList();
        }

        static Optional<Code> in(Map<String, String> sent, String suffix) {
            String challenge = sent.get(CHALLENGE + suffix);
            String hash = sent.get(CODE + suffix);
            String end = sent.get(END + suffix);
            String destination = sent.get(DESTINATION + suffix);
            return challenge == null || hash == null || end == null || destination == null
                    ? Optional.empty()
                    : Optional.of(new Code(challenge, hash, Long.parseLong(end), destination));
        }

        void into(Map<String, String> sent, String suffix) {
            sent.put(CHALLENGE + suffix, challenge);
            sent.put(CODE + suffix, hash);
            sent.put(END + suffix, Long.toString(end));
            sent.put(DESTINATION + suffix, destination);
        }

        boolean isOver(Instant now) {
            return now.toEpochMilli() >= end;
        }
    }

    private String key(String userId, String attempt) {
        return "tmfa.message." + Fingerprint.of(realmId + "|" + userId + "|" + attempt);
    }
}
