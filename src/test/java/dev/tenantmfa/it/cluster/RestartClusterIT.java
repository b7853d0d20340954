package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nodes go down as an operator takes them down, and come back. */
@ClusterIntegration
class RestartClusterIT {
    /** People who come while the nodes have different versions, and how many try the same code at the same moment. */
    private static final int MANY = 40;
    /** How many of these people are looked at. */
    private static final int CHECKED = 12;

    @Test
    void rollingUpdateRefusesNobody(KeycloakCluster cluster) throws Exception {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        assertThat(first.version()).isNotEmpty().isNotEqualTo(KeycloakCluster.NEXT_VERSION);
        cluster.upgrade();

        try (Load load = Load.over(cluster.nodes())) {
            load.awaitMore(5);
            Leaving secondLeft = update(cluster, load, second);
            assertThat(second.version()).isEqualTo(KeycloakCluster.NEXT_VERSION);
            assertThat(first.version()).isNotEmpty().isNotEqualTo(KeycloakCluster.NEXT_VERSION);

            Instant mixed = Instant.now();
            oneUseSucceeds(cluster);
            tenWrongCodesAreLookedAt(cluster);
            AuthorizationRequest request = first.client("demo-app").authorization();
            Visitor visitor = first.visitor();
            Holder holder = Holder.create(first);
            WebPage page = visitor.logIn(request.uri(), holder.person());
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
            load.awaitMore(MANY);
            List<Load.Trace> people = load.traces().stream()
                    .filter(trace -> trace.begun().isAfter(mixed))
                    .toList();
            assertThat(people).extracting(Load.Trace::node).contains(first, second);
            people.stream().limit(CHECKED).forEach(trace -> trace.requireKept(cluster.other(trace.node())));

            Leaving firstLeft = update(cluster, load, first);
            assertThat(first.version()).isEqualTo(KeycloakCluster.NEXT_VERSION);
            visitor.goOnAt(second.base());
            WebPage in = visitor.submit(page, Map.of("code", holder.codes().get(2)));
            assertThat(second.client("demo-app").redeem(request, in.code()).isGranted())
                    .as("a login that the old version began")
                    .isTrue();
            load.awaitMore(5);
            load.stop();

            assertThat(load.failures())
                    .filteredOn(failure -> !secondLeft.explains(failure) && !firstLeft.explains(failure))
                    .isEmpty();
            System.out.println("Under load " + load.traces().size() + " people came through the update, "
                    + people.size() + " of them while versions differed");
        }
    }

    @Test
    @Tag("stateless")
    void usedCodesAndRemindersStayWhenAllNodesWereDown(KeycloakCluster cluster) {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        Reminded reminded = Reminded.begin(cluster, 60);
        reminded.await("mails to all", 60);
        reminded.awaitRuns();
        reminded.requireOneEach("over two nodes");
        Holder holder = Holder.create(first);
        List<Holder> others = List.of(Holder.create(first), Holder.create(second));
        Holder guessed = Holder.create(second);
        for (int i = 0; i < 10; i++) {
            guessed.assertRefused(cluster.nodes().get(i % 2), guessed.app().wrongCode(), "wrong_code");
        }
        assertThat(guessed.logIn(first, guessed.codes().get(0)).answer().status())
                .isEqualTo(429);
        String token = others.get(0).mfaToken(first);
        AuthorizationRequest request = first.client("demo-app").authorization();
        Visitor visitor = first.visitor();
        WebPage page = visitor.logIn(request.uri(), others.get(1).person());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        String code = holder.app().codeIn(1);
        List<String> unused =
                others.stream().map(other -> other.app().codeIn(1)).toList();
        Instant used = Instant.now();
        Tokens session = holder.logIn(first, code);
        assertThat(session.isGranted()).isTrue();
        assertThat(holder.logIn(second, holder.codes().get(5)).isGranted()).isTrue();

        cluster.restart();

        IntStream.range(0, 2).forEach(i -> {
            KeycloakNode node = cluster.nodes().get(i);
            // The restart may have taken longer than a code is good for.
            node.clock()
                    .advance(Duration.ofSeconds(
                            Duration.between(Instant.now(), used).toSeconds()));
            holder.assertRefused(node, code, "used_code");
            assertThat(others.get(i).logIn(node, unused.get(i)).isGranted())
                    .as("a code of the same moment that nobody has used")
                    .isTrue();
            holder.assertRefused(node, holder.codes().get(5), "wrong_code");
        });
        assertThat(holder.logIn(second, holder.codes().get(6)).isGranted()).isTrue();
        assertThat(first.client("demo-cli").refresh(session).isGranted())
                .as("the session")
                .isTrue();
        // What operations.md says of the memory that nodes share, and of stateless mode.
        assertThat(guessed.logIn(second, guessed.codes().get(0)).answer().status())
                .as("somebody who has used up the attempts")
                .isEqualTo(cluster.isStateless() ? 429 : 200);
        assertThat(others.get(0)
                        .redeem(second, token, others.get(0).codes().get(0))
                        .errorDescription())
                .as("a password grant that waits for a code")
                .isEqualTo(cluster.isStateless() ? "" : "The mfa_token is invalid or expired.");
        assertThat(LoginStep.of(visitor.submit(
                        page, Map.of("code", others.get(1).codes().get(0)))))
                .as("a browser login that waits for a code")
                .isEqualTo(cluster.isStateless() ? LoginStep.IN : LoginStep.PASSWORD);
        reminded.awaitRuns();
        reminded.requireOneEach("after a restart of both nodes");
    }

    /**
     * The moments in which a node left. Keycloak tells all nodes of a change, and answers 500 where one of them has just
     * closed its caches; the change is made. That happens at commit, where no extension comes by.
     *
     * @param ownFault whether the other node says in its log that this happened
     */
    private record Leaving(Instant begun, Instant ended, KeycloakNode other, boolean ownFault) {

        boolean explains(Load.Failure failure) {
            return ownFault
                    && failure.node() == other
                    && failure.at().isAfter(begun)
                    && failure.begun().isBefore(ended)
                    && String.valueOf(failure.what().getMessage()).contains("got 500");
        }
    }

    /** Everybody is sent to the other node meanwhile. */
    private static Leaving update(KeycloakCluster cluster, Load load, KeycloakNode node) {
        load.drain(node);
        load.awaitMore(3);
        KeycloakNode other = cluster.other(node);
        long mark = other.log().mark();
        Instant begun = Instant.now();
        node.stop();
        Instant ended = Instant.now();
        load.awaitMore(3);
        boolean ownFault = other.log().since(mark).stream()
                .anyMatch(line -> line.contains("in 'TERMINATED' state and so it does not accept new invocations")
                        || line.contains("ISPN000217: Received exception from"));
        cluster.start(node);
        load.awaitMore(3);
        return new Leaving(begun, ended, other, ownFault);
    }

    private static void oneUseSucceeds(KeycloakCluster cluster) throws Exception {
        Holder withApp = Holder.create(cluster.first());
        Holder withList = Holder.create(cluster.second());
        oneUseSucceeds(cluster, withApp, withApp.app().codeIn(1));
        oneUseSucceeds(cluster, withList, withList.codes().get(3));
    }

    private static void oneUseSucceeds(KeycloakCluster cluster, Holder holder, String code) throws Exception {
        List<Tokens> answers =
                AtOnce.run(MANY, i -> holder.logIn(cluster.nodes().get(i % 2), code));

        assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
        assertThat(answers)
                .extracting(answer -> answer.answer().status())
                .allMatch(status -> List.of(200, 400, 429).contains(status));
    }

    private static void tenWrongCodesAreLookedAt(KeycloakCluster cluster) throws Exception {
        Holder holder = Holder.create(cluster.second());
        String wrong = holder.app().wrongCode();

        List<Tokens> answers =
                AtOnce.run(MANY, i -> holder.logIn(cluster.nodes().get(i % 2), wrong));

        assertThat(answers).extracting(answer -> answer.answer().status()).containsOnly(400, 429);
        assertThat(answers)
                .filteredOn(answer -> answer.answer().status() == 400)
                .hasSize(10);
        for (KeycloakNode node : cluster.nodes()) {
            assertThat(holder.logIn(node, holder.codes().get(0)).answer().status())
                    .isEqualTo(429);
        }
    }
}
