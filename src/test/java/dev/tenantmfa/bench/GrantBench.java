package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Password grants with a code, ours and Keycloak's own in turn, for the people of {@link LoginBench}, after those with a cheap hash
 * of their password. Half of them log in with one request, the other half is asked for the code and sends it with a second one.
 */
final class GrantBench {

    private static final String OTP_GRANT = "http://auth0.com/oauth/grant-type/mfa-otp";

    private final URI server;
    private final int people;
    private final Samples ourGrant = new Samples();
    private final Samples theirGrant = new Samples();
    private final Samples ourTwoRequests = new Samples();
    private final Samples theirOneRequest = new Samples();

    GrantBench(URI server, int people) {
        this.server = server;
        this.people = people;
    }

    List<String> run(int cheap, int warmUpRounds, int rounds) {
        round(BenchRealm.WARM_UP, cheap, false, 0);
        for (int round = 0; round < warmUpRounds + rounds; round++) {
            round(BenchRealm.NAME, people, round >= warmUpRounds, round);
            TimeStep.letPass();
        }
        return List.of(
                Samples.row("password grant with a code", ourGrant, theirGrant),
                Samples.row("password grant, then the code, against one request", ourTwoRequests, theirOneRequest));
    }

    private void round(String realm, int count, boolean measured, int round) {
        for (int person = 0; person < count; person++) {
            boolean oursFirst = (person / 2 + round) % 2 == 0;
            if (oursFirst) {
                ours(realm, person, measured);
            }
            theirs(realm, person, measured);
            if (!oursFirst) {
                ours(realm, person, measured);
            }
        }
    }

    private void ours(String realm, int number, boolean measured) {
        OidcClient client = OidcClient.of(server, realm, BenchRealm.OURS);
        Person person = BenchRealm.person(BenchRealm.OURS, number);
        String code = BenchRealm.code(BenchRealm.OURS, number);
        boolean one = isOneRequest(number);
        long begin = System.nanoTime();
        Tokens tokens;
        if (one) {
            tokens = client.password(person, "totp", code);
        } else {
            String token =
                    client.password(person).answer().json().path("mfa_token").asText();
            tokens = client.token(Map.of("grant_type", OTP_GRANT, "mfa_token", token, "otp", code));
        }
        long end = System.nanoTime();
        if (measured) {
            tokens.accessToken();
            (one ? ourGrant : ourTwoRequests).add(end - begin);
        }
    }

    private void theirs(String realm, int number, boolean measured) {
        OidcClient client = OidcClient.of(server, realm, BenchRealm.BUILT_IN);
        Person person = BenchRealm.person(BenchRealm.BUILT_IN, number);
        String code = BenchRealm.code(BenchRealm.BUILT_IN, number);
        long begin = System.nanoTime();
        Tokens tokens = client.password(person, "totp", code);
        long end = System.nanoTime();
        if (measured) {
            tokens.accessToken();
            (isOneRequest(number) ? theirGrant : theirOneRequest).add(end - begin);
        }
    }

    private static boolean isOneRequest(int number) {
        return number % 2 == 0;
    }
}
