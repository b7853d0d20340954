package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many requests with one token at the same time. */
@KeycloakIntegration
class MfaTokenRacesIT {
    @Test
    void isGoodForOneOfFiftyAtOnce(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        String code = enrolled.app().code();
        withoutProtector(keycloak, () -> {
            List<Tokens> answers = atOnce(20, 50, () -> token.otp(code));

            assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.answer().status()).isIn(200, 400, 429));
        });
    }

    @Test
    void isGoodForOneOfTwoRightCodesAtOnce(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        withoutProtector(keycloak, () -> {
            for (int round = 0; round < 4; round++) {
                MfaToken token = MfaToken.of(keycloak, enrolled.person());
                List<String> codes = enrolled.codes().subList(2 * round, 2 * round + 2);
                var next = codes.iterator();

                List<Tokens> answers = atOnce(2, 2, () -> {
                    String code;
                    synchronized (next) {
                        code = next.next();
                    }
                    return token.recoveryCode(code);
                });

                assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            }
        });
    }

    @Test
    void parallelGuessingGainsNothing(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        String wrong = enrolled.app().wrongCode();
        withoutProtector(keycloak, () -> {
            List<Tokens> answers = atOnce(20, 200, () -> token.otp(wrong));

            assertThat(answers)
                    .filteredOn(answer -> answer.answer().status() == 400)
                    .hasSizeLessThanOrEqualTo(10);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.answer().status()).isIn(400, 429));
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Keycloak's protector lets one attempt in at a time; without it our limits stand alone. */
    private static void withoutProtector(KeycloakServer keycloak, Work work) throws Exception {
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
        try {
            work.run();
        } finally {
            keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
        }
    }

    private static List<Tokens> atOnce(int threads, int times, Callable<Tokens> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Tokens> answers = new ArrayList<>();
            List<Callable<Tokens>> calls =
                    IntStream.range(0, times).mapToObj(i -> call).toList();
            for (Future<Tokens> answer : pool.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
