package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.message.PhoneOwner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With few backup codes left new ones are offered after a login in the browser, with none they are demanded. */
@KeycloakIntegration
class FewCodesIT {

    @Test
    void offeredAtTwoAndDemandedAtNone(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        for (int i = 0; i < 4; i++) {
            assertThat(enrolled.grant(cli, enrolled.codes().get(i)).isGranted())
                    .as("nothing is offered in a password grant")
                    .isTrue();
        }
        assertThat(LoginStep.of(logIn(keycloak, keycloak.visitor(), enrolled, 4)))
                .as("three left")
                .isEqualTo(LoginStep.IN);
        for (int left = 2; left >= 1; left--) {
            Visitor visitor = keycloak.visitor();
            WebPage offer = logIn(keycloak, visitor, enrolled, 7 - left);
            assertThat(LoginStep.of(offer)).as(left + " left").isEqualTo(LoginStep.RENEWAL);
            assertThat(offer.text()).contains(left == 2 ? "2 backup codes left" : "one backup code left");
            assertThat(LoginStep.of(visitor.submit(offer, Map.of("skip", "true"))))
                    .isEqualTo(LoginStep.IN);
        }
        Visitor visitor = keycloak.visitor();
        WebPage demand = logIn(keycloak, visitor, enrolled, 7);
        assertThat(LoginStep.of(demand)).isEqualTo(LoginStep.RENEWAL);
        demand = visitor.submit(demand, Map.of("skip", "true", "cancel-aia", "true"));
        assertThat(LoginStep.of(demand)).isEqualTo(LoginStep.RENEWAL);
        demand = visitor.submit(demand, Map.of("saved", "on"));
        assertThat(LoginStep.of(demand))
                .as("nothing is saved that was not shown")
                .isEqualTo(LoginStep.RENEWAL);
        WebPage codes = visitor.submit(demand, Map.of("renew", "true"));
        List<String> fresh = Enrolled.codesOn(codes);
        assertThat(LoginStep.of(visitor.submit(codes, Map.of("saved", "on")))).isEqualTo(LoginStep.IN);
        assertThat(enrolled.grant(cli, fresh.get(0)).isGranted()).isTrue();
    }

    @Test
    void saidAfterALoginWithTheAppToo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        for (int i = 0; i < 5; i++) {
            assertThat(enrolled.grant(cli, enrolled.codes().get(i)).isGranted()).isTrue();
        }
        assertThat(LoginStep.of(logIn(
                        keycloak, keycloak.visitor(), enrolled, enrolled.app().code())))
                .as("three left")
                .isEqualTo(LoginStep.IN);
        assertThat(enrolled.grant(cli, enrolled.codes().get(5)).isGranted()).isTrue();

        keycloak.clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        WebPage offer =
                logIn(keycloak, keycloak.visitor(), enrolled, enrolled.app().code());

        assertThat(LoginStep.of(offer)).isEqualTo(LoginStep.RENEWAL);
        assertThat(offer.text()).contains("2 backup codes left");
    }

    @Test
    void saidAfterALoginWithAMessageToo(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        logIn(keycloak, visitor, enrolled, 0);
        PhoneOwner owner = PhoneOwner.add(keycloak, enrolled.person(), visitor);
        for (int i = 1; i < 6; i++) {
            assertThat(enrolled.grant(
                                    keycloak.client("demo-cli"),
                                    enrolled.codes().get(i))
                            .isGranted())
                    .isTrue();
        }
        Visitor other = keycloak.visitor();
        WebPage page = other.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());

        WebPage offer = other.submit(other.submit(page, Map.of("way", "message")), Map.of("code", owner.code(2)));

        assertThat(LoginStep.of(offer)).isEqualTo(LoginStep.RENEWAL);
        assertThat(offer.text()).contains("2 backup codes left");
    }

    private static WebPage logIn(KeycloakServer keycloak, Visitor visitor, Enrolled enrolled, int code) {
        return logIn(keycloak, visitor, enrolled, enrolled.codes().get(code));
    }

    private static WebPage logIn(KeycloakServer keycloak, Visitor visitor, Enrolled enrolled, String code) {
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        return visitor.submit(page, Map.of("code", code));
    }
}
