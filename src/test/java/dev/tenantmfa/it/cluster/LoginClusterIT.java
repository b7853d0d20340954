package dev.tenantmfa.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A login goes on at whatever node the next request reaches: no sticky sessions are needed. */
@ClusterIntegration
@Tag("stateless")
class LoginClusterIT {

    /** A load balancer may send the two requests of a double click to two nodes. */
    @Test
    void formsSentTwiceToTwoNodesEndAtTheSameStep(KeycloakCluster cluster) throws Exception {
        List<KeycloakNode> nodes = List.of(cluster.first(), cluster.second());
        Holder holder = Holder.create(cluster.first());
        AuthorizationRequest request = cluster.first().client("demo-app").authorization();
        Visitor visitor = cluster.first().visitor();
        WebPage login = visitor.open(request.uri());

        List<WebPage> pages = atBoth(nodes, visitor, login, password(holder.person()));
        assertThat(pages).extracting(LoginStep::of).containsOnly(LoginStep.CODE);
        List<WebPage> ends = atBoth(nodes, visitor, pages.get(1), Map.of("code", holder.code()));
        assertThat(ends).extracting(LoginStep::of).containsOnly(LoginStep.IN);
        Tokens tokens =
                cluster.first().client("demo-app").redeem(request, ends.get(1).code());
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
    }

    private static List<WebPage> atBoth(
            List<KeycloakNode> nodes, Visitor visitor, WebPage page, Map<String, String> fields) throws Exception {
        List<Visitor> requests = nodes.stream()
                .map(node -> {
                    Visitor request = visitor.copy();
                    request.goOnAt(node.base());
                    return request;
                })
                .toList();
        return AtOnce.run(nodes.size(), i -> requests.get(i).submit(page, fields));
    }

    @Test
    void browserLoginChangesTheNodeAtEachStep(KeycloakCluster cluster) {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        Holder holder = Holder.create(first);
        AuthorizationRequest request = first.client("demo-app").authorization();
        Visitor visitor = first.visitor();
        WebPage login = visitor.open(request.uri());

        visitor.goOnAt(second.base());
        WebPage code = visitor.submit(login, password(holder.person()));
        assertThat(LoginStep.of(code)).isEqualTo(LoginStep.CODE);
        visitor.goOnAt(first.base());
        WebPage wrong = visitor.submit(code, Map.of("code", holder.app().wrongCode()));
        assertThat(wrong.error()).contains("The code was incorrect.");
        visitor.goOnAt(second.base());
        WebPage in = visitor.submit(wrong, Map.of("code", holder.code()));

        Tokens tokens = first.client("demo-app").redeem(request, in.code());
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(second.client("demo-app").refresh(tokens).isGranted()).isTrue();
        visitor.goOnAt(first.base());
        assertThat(LoginStep.of(
                        visitor.open(first.client("demo-app").authorization().uri())))
                .as("single sign-on at the other node")
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void deviceTrustedAtOneNodeIsTrustedAndForgottenAtBoth(KeycloakCluster cluster) {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        first.demo().setAttribute("tenant-mfa.trusted-device-days", "30");
        try {
            Holder holder = Holder.create(first);
            AuthorizationRequest request = first.client("demo-app").authorization();
            Visitor visitor = first.visitor();
            WebPage page = visitor.logIn(request.uri(), holder.person());
            WebPage in = visitor.submit(page, Map.of("code", holder.code(), "trust-device", "true"));
            Tokens tokens = first.client("demo-app").redeem(request, in.code());

            assertThat(LoginStep.of(anew(second, visitor).logIn(authorization(second), holder.person())))
                    .as("trusted at the first node, at the second one")
                    .isEqualTo(LoginStep.IN);
            second.client("demo-cli")
                    .call("DELETE", "/mfa/devices", tokens, null)
                    .expect(204);
            for (KeycloakNode node : cluster.nodes()) {
                assertThat(LoginStep.of(anew(node, visitor).logIn(authorization(node), holder.person())))
                        .as("forgotten at the second node, at " + node.base())
                        .isEqualTo(LoginStep.CODE);
            }
        } finally {
            first.demo().setAttribute("tenant-mfa.trusted-device-days", "0");
        }
    }

    private static URI authorization(KeycloakNode node) {
        return node.client("demo-app").authorization().uri();
    }

    /** The browser after its session ended, at that node. */
    private static Visitor anew(KeycloakNode node, Visitor visitor) {
        String cookie = "TMFA_TRUSTED_DEVICE";
        return node.visitor().withCookie(cookie, visitor.cookie(cookie).orElseThrow(), "/realms/demo/");
    }

    @Test
    void setUpChangesTheNodeAtEachStep(KeycloakCluster cluster) {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        Person person = first.demo().newPerson();
        AuthorizationRequest request = first.client("demo-app").authorization().with("kc_action", "tmfa-configure");
        Visitor visitor = first.visitor();
        WebPage setup = visitor.logIn(request.uri(), person);
        AuthenticatorApp app = Holder.appOf(setup);

        visitor.goOnAt(second.base());
        WebPage again = visitor.submit(setup, Map.of("code", app.wrongCode(), "deviceName", ""));
        assertThat(Enrolled.secretOn(again)).isEqualTo(Enrolled.secretOn(setup));
        visitor.goOnAt(first.base());
        WebPage codes = visitor.submit(again, Holder.proof(app));
        visitor.goOnAt(second.base());
        visitor.submit(codes, Holder.confirmation()).code();

        Holder holder = Holder.of(person, app, codes);
        assertThat(first.client("demo-cli")
                        .password(person, "totp", holder.code())
                        .isGranted())
                .isTrue();
        assertThat(second.client("demo-cli")
                        .password(person, "totp", holder.codes().get(7))
                        .isGranted())
                .isTrue();
    }

    @Test
    void mfaTokenOfOneNodeIsGoodOnceAtTheOther(KeycloakCluster cluster) {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        Holder holder = Holder.create(first);
        String token = holder.mfaToken(first);

        assertThat(otp(second, token, holder.app().wrongCode()).errorDescription())
                .isEqualTo("The code was incorrect.");
        Tokens tokens = otp(second, token, holder.code());

        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(first.client("demo-cli").refresh(tokens).isGranted()).isTrue();
        for (KeycloakNode node : cluster.nodes()) {
            assertThat(otp(node, token, holder.app().codeIn(1)).errorDescription())
                    .isEqualTo("The mfa_token is invalid or expired.");
        }
    }

    @Test
    void challengeChangesTheNodeAtEachStep(KeycloakCluster cluster) {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        Holder holder = Holder.create(first);
        CodeVerifier verifier = new CodeVerifier();
        Map<String, String> begin = new HashMap<>(password(holder.person()));
        begin.putAll(Map.of("response_type", "code", "scope", "openid", "code_challenge_method", "S256"));
        begin.put(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());

        JsonNode asked = challenge(first, begin).expect(403).json();
        assertThat(asked.path("otp_required").asBoolean()).isTrue();
        JsonNode wrong = challenge(second, answer(asked, holder.app().wrongCode()))
                .expect(403)
                .json();
        assertThat(challenge(first, answer(asked, holder.code()))
                        .expect(400)
                        .json()
                        .path("error")
                        .asText())
                .as("a session that the other node has replaced")
                .isEqualTo("invalid_session");
        JsonNode done =
                challenge(first, answer(wrong, holder.code())).expect(200).json();

        Tokens tokens = second.client("demo-cli")
                .token(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        done.path("authorization_code").asText(),
                        "code_verifier",
                        verifier.getValue()));
        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(first.client("demo-cli").refresh(tokens).isGranted()).isTrue();
    }

    private static Answer challenge(KeycloakNode node, Map<String, String> form) {
        Map<String, String> identified = new HashMap<>(form);
        identified.put("client_id", "demo-cli");
        return Http.postForm(URI.create(node.base() + "/realms/demo/authorize-challenge"), identified);
    }

    private static Map<String, String> answer(JsonNode asked, String code) {
        return Map.of("auth_session", asked.path("auth_session").asText(), "otp", code);
    }

    private static Tokens otp(KeycloakNode node, String token, String code) {
        return node.client("demo-cli")
                .token(Map.of(
                        "grant_type", "http://auth0.com/oauth/grant-type/mfa-otp", "mfa_token", token, "otp", code));
    }

    private static Map<String, String> password(Person person) {
        return Map.of("username", person.username(), "password", person.password());
    }
}
