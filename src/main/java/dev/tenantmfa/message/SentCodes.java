package dev.tenantmfa.message;

import dev.tenantmfa.factor.ChallengeProgress;
import dev.tenantmfa.factor.ChallengeProgress.Step;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.platform.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The codes that are out: at most one for a person in an attempt, kept in Keycloak's single-use store as a hash under a
 * key of the realm. Whoever removes it has used it; the store lets one do so, over all nodes.
 */
final class SentCodes {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CHALLENGE_BYTES = 32;

    /** A code is kept longer than it is good, so that an old one is told from a wrong one. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final String PURPOSE = "message-code";
    private static final String CHALLENGE = "challenge";
    private static final String CODE = "code";
    private static final String END = "end";
    private static final String DESTINATION = "destination";

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

    /** What the store says of a code. */
    enum Finding {
        RIGHT,
        WRONG,
        /** It was used, or another one was sent since, or there never was one. */
        GONE,
        EXPIRED
    }

    /** @param destinationId where the code had been sent; null unless it was right */
    record Answer(Finding finding, @Nullable String destinationId) {}

    /** @return that many random digits, leading zeros included */
    static String newCode(int digits) {
        return RANDOM.ints(digits, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    /**
     * Remembers a code that was sent; the one before in the same attempt is dead.
     *
     * @throws dev.tenantmfa.crypto.SealException if no key can be had
     */
    MessageChallenge put(String userId, String attempt, String code, String destinationId, Instant end, Duration good) {
        byte[] random = new byte[CHALLENGE_BYTES];
        RANDOM.nextBytes(random);
        MessageChallenge challenge =
                new MessageChallenge(Base64.getUrlEncoder().withoutPadding().encodeToString(random), attempt);
        store.put(
                key(userId, attempt),
                good.plus(REMEMBERED).toSeconds(),
                Map.of(
                        CHALLENGE, sha256(challenge.id()),
                        CODE, hash.of(PURPOSE, bound(userId, challenge, code)),
                        END, Long.toString(end.toEpochMilli()),
                        DESTINATION, destinationId));
        note(Step.STARTED);
        return challenge;
    }

    /**
     * Compares, in constant time, and uses the code up where it is right.
     *
     * @throws dev.tenantmfa.crypto.SealException if the key is gone
     */
    Answer use(String userId, MessageChallenge challenge, String code, Instant now) {
        String key = key(userId, challenge.attempt());
        Map<String, String> sent = store.get(key);
        if (sent == null) {
            return new Answer(Finding.GONE, null);
        }
        boolean sameMessage = equal(sent.get(CHALLENGE), sha256(challenge.id()));
        if (sameMessage && isOver(sent, now)) {
            note(Step.EXPIRED);
            return new Answer(Finding.EXPIRED, null);
        }
        String stored = sent.getOrDefault(CODE, "");
        if (!sameMessage || !hash.matches(stored, PURPOSE, bound(userId, challenge, code))) {
            return new Answer(Finding.WRONG, null);
        }
        Map<String, String> removed = store.remove(key);
        if (removed == null || !stored.equals(removed.get(CODE))) {
            return new Answer(Finding.GONE, null);
        }
        note(Step.REDEEMED);
        return new Answer(Finding.RIGHT, removed.get(DESTINATION));
    }

    /** Makes the code that is out in the attempt worthless. */
    void forget(String userId, String attempt) {
        store.remove(key(userId, attempt));
    }

    private void note(Step step) {
        ChallengeProgress.afterCommit(session, ChallengeProgress.Kind.MESSAGE_CODE, step);
    }

    private static boolean isOver(Map<String, String> sent, Instant now) {
        return now.toEpochMilli() >= Long.parseLong(sent.getOrDefault(END, "0"));
    }

    private static String bound(String userId, MessageChallenge challenge, String code) {
        return userId + "|" + challenge.attempt() + "|" + challenge.id() + "|" + code;
    }

    private String key(String userId, String attempt) {
        return "tmfa.message." + sha256(realmId + "|" + userId + "|" + attempt);
    }

    private static boolean equal(@Nullable String one, String other) {
        return one != null
                && MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java", e);
        }
    }
}
