package dev.tenantmfa.message;

import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.message.SentCodes.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SentCodesTest {

    private static final Duration GOOD = Duration.ofMinutes(5);

    private final RealmFixture fixture = new RealmFixture();
    private final SentCodes codes = new SentCodes(fixture.session, fixture.realm);

    @Test
    void codeHasItsDigitsLeadingZerosIncluded() {
        assertThat(SentCodes.newCode(8)).matches("[0-9]{8}");
        assertThat(Stream.generate(() -> SentCodes.newCode(6)).limit(2000))
                .allMatch(code -> code.matches("[0-9]{6}"))
                .anyMatch(code -> code.startsWith("0"));
    }

    @Test
    void rightCodeIsRightOnce() {
        MessageChallenge challenge = put("ada", "attempt", "012345");

        SentCodes.Answer answer = codes.use("ada", challenge, "012345", fixture.clock.now());

        assertThat(answer).isEqualTo(new SentCodes.Answer(Finding.RIGHT, "phone-1"));
        assertThat(use("ada", challenge, "012345")).isEqualTo(Finding.GONE);
    }

    @Test
    void wrongCodeLeavesTheRightOneGood() {
        MessageChallenge challenge = put("ada", "attempt", "012345");

        assertThat(use("ada", challenge, "012346")).isEqualTo(Finding.WRONG);
        assertThat(use("ada", challenge, "012345")).isEqualTo(Finding.RIGHT);
    }

    @Test
    void otherPersonAttemptOrMessageIsNoGood() {
        MessageChallenge challenge = put("ada", "attempt", "012345");

        assertThat(use("bob", challenge, "012345")).isEqualTo(Finding.GONE);
        assertThat(use("ada", new MessageChallenge(challenge.id(), "other"), "012345"))
                .isEqualTo(Finding.GONE);
        assertThat(use("ada", new MessageChallenge("guessed", "attempt"), "012345"))
                .isEqualTo(Finding.WRONG);
        assertThat(use("ada", challenge, "012345")).isEqualTo(Finding.RIGHT);
    }

    @ParameterizedTest
    @CsvSource({"older, 222222", "older, 333333", "newer, 222222", "newer, 333333"})
    void lastTwoCodesAreRightAndOneOfThemOnce(String answered, String code) {
        put("ada", "attempt", "111111");
        MessageChallenge older = put("ada", "attempt", "222222");
        MessageChallenge newer = put("ada", "attempt", "333333");
        MessageChallenge challenge = answered.equals("older") ? older : newer;

        assertThat(use("ada", challenge, "111111")).as("the one before").isEqualTo(Finding.WRONG);
        assertThat(use("ada", challenge, code)).isEqualTo(Finding.RIGHT);
        assertThat(use("ada", newer, "222222")).isEqualTo(Finding.GONE);
        assertThat(use("ada", newer, "333333")).isEqualTo(Finding.GONE);
    }

    @Test
    void messageBeforeTheLastTwoAnswersNothing() {
        MessageChallenge first = put("ada", "attempt", "111111");
        put("ada", "attempt", "222222");
        put("ada", "attempt", "333333");

        assertThat(use("ada", first, "333333")).isEqualTo(Finding.WRONG);
    }

    @Test
    void lateCodeExpiresInItsOwnTimeAndIsNeverComparedForFree() {
        MessageChallenge older = put("ada", "attempt", "111111");
        fixture.clock.advance(GOOD.minusSeconds(1));
        MessageChallenge newer = put("ada", "attempt", "222222");
        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(use("ada", newer, "111111")).isEqualTo(Finding.WRONG);
        assertThat(use("ada", older, "999999")).as("compared with nothing").isEqualTo(Finding.EXPIRED);
        assertThat(use("ada", older, "222222")).as("compared with nothing").isEqualTo(Finding.EXPIRED);
        fixture.clock.advance(GOOD);
        assertThat(use("ada", newer, "222222")).isEqualTo(Finding.EXPIRED);
    }

    @Test
    void eachCodeTellsWhereItWasSent() {
        codes.put("ada", "attempt", "111111", "phone-1", fixture.clock.now().plus(GOOD), GOOD);
        MessageChallenge newer = codes.put(
                "ada", "attempt", "222222", "email", fixture.clock.now().plus(GOOD), GOOD);

        assertThat(codes.use("ada", newer, "111111", fixture.clock.now()).destinationId())
                .isEqualTo("phone-1");
    }

    @Test
    void oldCodeIsToldFromAWrongOneAndNotComparedAtAll() {
        MessageChallenge challenge = put("ada", "attempt", "012345");
        fixture.clock.advance(GOOD.minusMillis(1));
        assertThat(use("ada", challenge, "999999")).isEqualTo(Finding.WRONG);
        fixture.clock.advance(Duration.ofMillis(1));

        assertThat(use("ada", challenge, "012345")).isEqualTo(Finding.EXPIRED);
        assertThat(use("ada", challenge, "999999")).isEqualTo(Finding.EXPIRED);
    }

    @Test
    void storeHoldsNeitherCodeNorPersonNorChallenge() {
        // Nothing here can stand in a hash by chance.
        MessageChallenge challenge = put("person of the test", "attempt of the test", "not digits");

        String key = fixture.singleUse.keys().iterator().next();
        String stored = key + fixture.singleUse.get(key);
        assertThat(stored).doesNotContain("not digits", "person of", "attempt of", challenge.id());
    }

    @Test
    void keyRotationKillsNoCode() {
        MessageChallenge challenge = put("ada", "attempt", "012345");
        fixture.putAesKey("kid-2", "fedcba9876543210");

        assertThat(use("ada", challenge, "012345")).isEqualTo(Finding.RIGHT);
    }

    @Test
    void oneOfFiftyAtOnceIsRight() throws Exception {
        MessageChallenge challenge = put("ada", "attempt", "012345");
        List<Callable<Finding>> tries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tries.add(() -> use("ada", challenge, "012345"));
        }
        ExecutorService people = Executors.newFixedThreadPool(16);
        try {
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> finding : people.invokeAll(tries)) {
                findings.add(finding.get());
            }
            assertThat(findings).filteredOn(Finding.RIGHT::equals).hasSize(1);
        } finally {
            people.shutdownNow();
        }
    }

    private MessageChallenge put(String person, String attempt, String code) {
        return codes.put(person, attempt, code, "phone-1", fixture.clock.now().plus(GOOD), GOOD);
    }

    private Finding use(String person, MessageChallenge challenge, String code) {
        return codes.use(person, challenge, code, fixture.clock.now()).finding();
    }
}
