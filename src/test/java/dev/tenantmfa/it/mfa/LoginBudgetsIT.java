package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.Counts;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.RequestCounts;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each request of a login asks of the server's stores, with warm caches. Documented in {@code docs/benchmarks.md}. */
@KeycloakIntegration
@WithoutBruteForceProtector
class LoginBudgetsIT {

    private final KeycloakServer keycloak;
    private final RequestCounts counts;

    LoginBudgetsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.counts = new RequestCounts(keycloak.support()::counts);
    }

    @Test
    void codeStep() {
        Enrolled user = Enrolled.create(keycloak);
        counts.require(new Counts(11, 2, 10), () -> {
            Visitor visitor = keycloak.visitor();
            URI start = keycloak.client("demo-app").authorization().uri();
            WebPage page = visitor.logIn(start, user.person());
            keycloak.clock().advance(user.app().untilNextStep().plusSeconds(1));
            String code = user.app().code();
            return () -> visitor.submit(page, Map.of("code", code)).code();
        });
    }

    @Test
    void codeStepOfAUserWhomNobodyHasRead() {
        Enrolled user = Enrolled.create(keycloak);
        counts.require(new Counts(17, 2, 9), () -> {
            Visitor visitor = keycloak.visitor();
            WebPage page =
                    visitor.logIn(keycloak.client("demo-app").authorization().uri(), user.person());
            keycloak.clock().advance(user.app().untilNextStep().plusSeconds(1));
            String code = user.app().code();
            keycloak.demo().post("/clear-user-cache", "").expect(204);
            return () -> visitor.submit(page, Map.of("code", code)).code();
        });
    }

    @Test
    void passwordStepThatAsksForACode() {
        Enrolled user = Enrolled.create(keycloak);
        counts.require(new Counts(2, 1, 2), () -> {
            Visitor visitor = keycloak.visitor();
            WebPage page =
                    visitor.open(keycloak.client("demo-app").authorization().uri());
            return () -> visitor.submit(
                    page,
                    Map.of(
                            "username",
                            user.person().username(),
                            "password",
                            user.person().password()));
        });
    }

    @Test
    void loginOnATrustedDevice() {
        Trusting user = Trusting.in(keycloak, 30);
        Visitor device = user.trusted();
        counts.require(new Counts(9, 2, 3), () -> {
            Visitor browser = user.anew(device);
            URI start = user.request().uri();
            return () -> browser.logIn(start, user.person()).code();
        });
    }

    @Test
    void loginThroughAnIdentityProvider() {
        Upstream upstream = Upstream.oidc(keycloak).says("amr", "[\"pwd\",\"mfa\"]");
        try {
            counts.require(new Counts(18, 6, 7), () -> {
                AuthorizationRequest request = upstream.request();
                Visitor browser = keycloak.visitor();
                return () ->
                        upstream.logIn(browser, request.uri(), upstream.there()).code();
            });
        } finally {
            upstream.leave();
        }
    }
}
