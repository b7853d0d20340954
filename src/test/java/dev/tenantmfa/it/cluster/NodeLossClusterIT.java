package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A node dies without warning while people log in and set up their second factor. */
@ClusterIntegration
class NodeLossClusterIT {
    /** Within this time of the fall a request may fail; whoever then comes must be served. */
    private static final Duration FALL = Duration.ofSeconds(10);
    /** How many of the people who came through are looked at, those nearest to the fall. */
    private static final int CHECKED = 40;

    @Test
    void nothingIsLostAndLoginsGoOn(KeycloakCluster cluster) throws Exception {
        KeycloakNode survivor = cluster.first();
        KeycloakNode victim = cluster.second();
        InTheMiddle people = InTheMiddle.at(victim);
        Holder holder = Holder.create(victim);
        Holder other = Holder.create(victim);
        Holder guessed = Holder.create(victim);
        for (int i = 0; i < 10; i++) {
            guessed.assertRefused(victim, guessed.app().wrongCode(), "wrong_code");
        }

        try (Load load = Load.over(cluster.nodes())) {
            load.awaitMore(10);
            HeldLogin held = HeldLogin.at(victim);
            // Of the step to come: good for a minute at least, whatever second it is.
            String used = holder.app().codeIn(1);
            String unused = other.app().codeIn(1);
            Tokens session = holder.logIn(victim, used);
            assertThat(session.isGranted()).isTrue();
            Instant fall = Instant.now();
            victim.kill();
            survivor.awaitMembers(1);

            holder.assertRefused(survivor, used, "used_code");
            assertThat(other.logIn(survivor, unused).isGranted())
                    .as("a code of the same moment that nobody has used")
                    .isTrue();
            assertThat(survivor.client("demo-cli").refresh(session).isGranted())
                    .as("a session that began at the lost node")
                    .isTrue();
            assertThat(guessed.logIn(survivor, guessed.codes().get(0)).answer().status())
                    .as("the attempts were used up at the lost node")
                    .isEqualTo(429);
            held.requireUsed(survivor);
            people.goOnAt(survivor);
            load.awaitMore(10);
            cluster.start(victim);
            load.awaitMore(10);
            load.stop();

            System.out.println("Under load " + load.traces().size() + " people came through, at the fall failed "
                    + load.failures());
            assertThat(load.failures())
                    .as("failed after the fall was over")
                    .filteredOn(failure -> failure.begun().isAfter(fall.plus(FALL)))
                    .isEmpty();
            assertThat(load.failures())
                    .as("failed before the fall, or long after it")
                    .allMatch(failure -> failure.at().isAfter(fall)
                            && failure.at().isBefore(fall.plus(FALL).plus(FALL)));
            List<Load.Trace> nearest = load.traces().stream()
                    .sorted(Comparator.comparing(
                            trace -> Duration.between(fall, trace.at()).abs()))
                    .limit(CHECKED)
                    .toList();
            IntStream.range(0, nearest.size())
                    .forEach(i -> nearest.get(i).requireKept(cluster.nodes().get(i % 2)));
        }
    }

    /** People who have a page of one node open when it falls: the password's, the code's, both of the set-up. */
    private record InTheMiddle(
            Holder atPassword, Step password, Holder atCode, Step code, Step setup, Step codes, Person beginner) {

        /** A page and the browser that shows it. */
        record Step(Visitor visitor, WebPage page) {
            WebPage goOn(KeycloakNode node, Map<String, String> fields) {
                visitor.goOnAt(node.base());
                return visitor.submit(page, fields);
            }
        }

        static InTheMiddle at(KeycloakNode node) {
            Holder atPassword = Holder.create(node);
            Holder atCode = Holder.create(node);
            Visitor first = node.visitor();
            Step password = new Step(first, first.open(request(node)));
            Visitor second = node.visitor();
            Step code = new Step(second, second.logIn(request(node), atCode.person()));
            Step setup = setup(node, node.demo().newPerson());
            Person beginner = node.demo().newPerson();
            Step begun = setup(node, beginner);
            Step codes = new Step(
                    begun.visitor(), begun.visitor().submit(begun.page(), Holder.proof(Holder.appOf(begun.page()))));
            return new InTheMiddle(atPassword, password, atCode, code, setup, codes, beginner);
        }

        void goOnAt(KeycloakNode node) {
            WebPage next = password.goOn(
                    node,
                    Map.of(
                            "username",
                            atPassword.person().username(),
                            "password",
                            atPassword.person().password()));
            assertThat(LoginStep.of(next)).isEqualTo(LoginStep.CODE);
            password.visitor()
                    .submit(next, Map.of("code", atPassword.app().codeIn(1)))
                    .code();
            code.goOn(node, Map.of("code", atCode.app().codeIn(1))).code();
            AuthenticatorApp app = Holder.appOf(setup.page());
            WebPage shown = setup.goOn(node, Holder.proof(app));
            setup.visitor().submit(shown, Holder.confirmation()).code();
            codes.goOn(node, Holder.confirmation()).code();
            assertThat(node.support().credential(node.demo(), beginner, "tmfa-totp"))
                    .isNotNull();
        }

        private static Step setup(KeycloakNode node, Person person) {
            Visitor visitor = node.visitor();
            return new Step(
                    visitor,
                    visitor.logIn(
                            node.client("demo-app")
                                    .authorization()
                                    .with("kc_action", "tmfa-configure")
                                    .uri(),
                            person));
        }

        private static java.net.URI request(KeycloakNode node) {
            return node.client("demo-app").authorization().uri();
        }
    }
}
