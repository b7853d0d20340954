package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.mfa.Enrolled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many requests to the challenge endpoint at once, and what their times tell. */
@KeycloakIntegration
class ChallengeRacesIT {

    @Test
    void ofManyRequestsWithOneSessionOneGoesOn(KeycloakServer keycloak) throws Exception {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        Answer asked = app.begin(enrolled.person());
        String code = enrolled.app().code();

        List<Answer> answers = atOnce(50, () -> app.goOn(asked, "otp", code));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .allSatisfy(answer -> assertThat(FirstPartyApp.said(answer))
                        .isEqualTo("400 {\"error\":\"invalid_session\","
                                + "\"error_description\":\"The auth_session is invalid or expired.\"}"));
    }

    @Test
    void guessingInParallelGainsNothing(KeycloakServer keycloak) throws Exception {
        // Keycloak's protector lets one attempt in at a time; without it our limit stands alone.
        RealmAdmin realm = keycloak.demo();
        realm.update(representation -> representation.put("bruteForceProtected", false));
        try {
            FirstPartyApp app = FirstPartyApp.cli(keycloak);
            Enrolled enrolled = Enrolled.create(keycloak);
            String wrong = enrolled.app().wrongCode();

            List<Answer> answers = atOnce(200, () -> app.begin(enrolled.person(), "otp", wrong));

            assertThat(answers).allMatch(answer -> answer.status() == 403 || answer.status() == 429);
            assertThat(answers.stream().filter(answer -> answer.status() == 403))
                    .hasSize(10)
                    .allMatch(answer -> answer.text().contains("The code was incorrect."));
        } finally {
            realm.update(representation -> representation.put("bruteForceProtected", true));
        }
    }

    @Test
    void unknownPeopleTakeAsLongAsKnownOnes(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        realm.update(representation -> representation.put("bruteForceProtected", false));
        try {
            int rounds = 40;
            long[] known = new long[rounds];
            long[] unknown = new long[rounds];
            for (int i = 0; i < rounds; i++) {
                known[i] = nanos(() -> app.begin(enrolled.person(), "password", "wrong"));
                int round = i;
                unknown[i] = nanos(() -> app.begin("username", "nobody-" + round, "password", "wrong"));
            }
            double ratio = (double) median(known) / median(unknown);
            assertThat(ratio).as("known to unknown, medians").isBetween(0.5, 2.0);
        } finally {
            realm.update(representation -> representation.put("bruteForceProtected", true));
        }
    }

    private static long nanos(Runnable request) {
        long begin = System.nanoTime();
        request.run();
        return System.nanoTime() - begin;
    }

    private static long median(long[] times) {
        return LongStream.of(Arrays.copyOf(times, times.length))
                .sorted()
                .skip(times.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static List<Answer> atOnce(int times, Callable<Answer> request) throws Exception {
        List<Answer> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            for (Future<Answer> answer : threads.invokeAll(
                    IntStream.range(0, times).mapToObj(i -> request).toList())) {
                answers.add(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return answers;
    }
}
