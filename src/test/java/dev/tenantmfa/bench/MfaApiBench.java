package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code mfa/status} and {@code mfa/verify} beside Keycloak's {@code userinfo}, each with the tokens of the same people,
 * who are those of {@link LoginBench} and have used the code of this time step.
 */
final class MfaApiBench {

    private final OidcClient client;
    private final int people;
    private final Samples userinfo = new Samples();
    private final Samples status = new Samples();
    private final Samples verify = new Samples();

    MfaApiBench(URI server, int people) {
        this.client = OidcClient.of(server, BenchRealm.NAME, BenchRealm.OURS);
        this.people = people;
    }

    List<String> run(int warmUpRounds, int rounds) {
        List<Tokens> tokens = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            tokens.add(client.password(
                    BenchRealm.person(BenchRealm.OURS, person), "totp", BenchRealm.code(BenchRealm.OURS, person)));
        }
        for (int round = 0; round < warmUpRounds + rounds; round++) {
            TimeStep.letPass();
            for (int person = 0; person < people; person++) {
                measure(person, tokens.get(person), round >= warmUpRounds);
            }
        }
        return List.of(
                Samples.row("mfa/status, beside userinfo", status, userinfo),
                Samples.row("mfa/verify, beside userinfo", verify, userinfo));
    }

    private void measure(int person, Tokens tokens, boolean measured) {
        time(measured, userinfo, () -> client.userinfo(tokens.accessToken())).expect(200);
        time(measured, status, () -> client.call("GET", "/mfa/status", tokens, null))
                .expect(200);
        Map<String, String> body = Map.of("code", BenchRealm.code(BenchRealm.OURS, person));
        Answer answer = time(measured, verify, () -> client.call("POST", "/mfa/verify", tokens, body));
        if (!answer.expect(200).json().path("valid").asBoolean()) {
            throw new IllegalStateException("a right code was refused: " + answer);
        }
    }

    private static Answer time(boolean measured, Samples samples, Supplier<Answer> call) {
        long begin = System.nanoTime();
        Answer answer = call.get();
        long end = System.nanoTime();
        if (measured) {
            samples.add(end - begin);
        }
        return answer;
    }
}
