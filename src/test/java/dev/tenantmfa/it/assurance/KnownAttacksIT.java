package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static dev.tenantmfa.it.assurance.Holder.APP;
import static dev.tenantmfa.it.assurance.Holder.NO_FACTOR;
import static dev.tenantmfa.it.assurance.Holder.SECURITY_KEY;
import static dev.tenantmfa.it.assurance.LoginMethod.*;
import static dev.tenantmfa.it.assurance.Policy.ALL;
import static dev.tenantmfa.it.assurance.Policy.ALL_AND_DEMANDED;
import static org.assertj.core.api.Assertions.assertThat;

/** Attacks that once gave tokens, or other wrong answers, by name; each in both modes of the gate. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownAttacksIT extends AttacksByName {
    /**
     * CVE-2026-133221: the session that a mail link opened so, with no first factor, leads to no setup either. A new password
     * would be one.
     */
    @Test
    void sessionOfAMailLinkSetsNothingUp() {
        for (LoginMethod method : new LoginMethod[] {EXECUTE_ACTIONS, RESET_PASSWORD}) {
            for (Gate gate : Gate.values()) {
                MatrixRealm matrix = run.realm(gate);
                Cell cell = new Cell(method, Trick.CONSENT, NO_FACTOR, ALL, gate);
                Subject subject = Subject.of(cell, matrix);
                Attempts attempts = new Attempts(matrix, subject, false);
                PageLogin login = method == RESET_PASSWORD
                        ? attempts.newPassword(matrix.client().authorization())
                        : attempts.by(method);
                assertThat(login.page().hasField("password-new"))
                        .as(login.page().text())
                        .isTrue();
                new Tricks(matrix, login).consent();

                WebPage next =
                        subject.visitor().open(matrix.client().authorization().uri());

                assertThat(LoginStep.of(next)).as(cell + next.text()).isNotEqualTo(LoginStep.SET_UP);
            }
        }
    }

    @Test
    void sessionOfAMailLinkLeadsToKeycloaksSetupOnlyAfterThePassword() {
        for (Gate gate : Gate.values()) {
            MatrixRealm matrix = run.realm(gate);
            Cell cell = new Cell(EXECUTE_ACTIONS, Trick.CONSENT, NO_FACTOR, Policy.NONE, gate);
            Subject subject = Subject.of(cell, matrix);
            run.run(cell, matrix, subject);
            matrix.realm.require(subject.person(), "webauthn-register");

            WebPage next =
                    subject.visitor().open(matrix.client().authorization().uri());

            assertThat(LoginStep.of(next)).as(gate + next.text()).isEqualTo(LoginStep.PASSWORD);
        }
    }

    @Test
    void sessionOfAMailLinkSetsNothingUpForAnApplicationEither() {
        for (String action : List.of("tmfa-configure", "tmfa-configure-phone")) {
            for (Gate gate : Gate.values()) {
                MatrixRealm matrix = run.realm(gate);
                Cell cell = new Cell(EXECUTE_ACTIONS, Trick.CONSENT, NO_FACTOR, Policy.NONE, gate);
                Subject subject = Subject.of(cell, matrix);
                run.run(cell, matrix, subject);

                WebPage next = subject.visitor()
                        .open(matrix.client()
                                .authorization()
                                .with("kc_action", action)
                                .uri());

                assertThat(next.document().select("#tmfa-secret, #tmfa-phone-form"))
                        .as(gate + " " + action + next.text())
                        .isEmpty();
            }
        }
    }

    /** CVE-2026-94218. */
    @Test
    void restartDoesNotSkipTheSecondFactor() {
        check(BROWSER, Trick.RESTART, NO_FACTOR, ALL);
        check(BROWSER, Trick.RESTART, APP, Policy.NONE);
        check(SINGLE_SIGN_ON, Trick.RESTART, APP, ALL);
        check(STEP_UP, Trick.RESTART, APP, Policy.NONE);
    }

    /**
     * CVE-2026-133228: a reset of the password passes a client's minimum ACR, which is Keycloak's to hold. Our steps
     * hold: who has a factor is asked for it, and who must have one sets it up.
     */
    @Test
    void resetPastAMinimumAcrStillAsksForTheSecondFactor() {
        for (Gate gate : Gate.values()) {
            setClientAttribute(gate, "minimum.acr.value", "mfa");
        }
        try {
            check(RESET_PASSWORD, Trick.NONE, APP, Policy.NONE);
            check(RESET_PASSWORD, Trick.NONE, NO_FACTOR, ALL);
        } finally {
            for (Gate gate : Gate.values()) {
                setClientAttribute(gate, "minimum.acr.value", "");
            }
        }
    }

    /** A realm administrator never enrols a user, and is asked for no code of theirs. */
    @Test
    void impersonationShowsNeitherSetupNorCodePage() {
        check(IMPERSONATION, Trick.NONE, NO_FACTOR, ALL);
        check(IMPERSONATION, Trick.NONE, NO_FACTOR, ALL_AND_DEMANDED);
        check(IMPERSONATION, Trick.NONE, APP, Policy.NONE);
        check(IMPERSONATION, Trick.NONE, APP, ALL);
    }

    @Test
    void userWithOnlyASecurityKeyIsNotLetInByThePassword() {
        for (LoginMethod method : new LoginMethod[] {BROWSER, PASSWORD_GRANT, CHALLENGE_ENDPOINT, SAML_POST}) {
            check(method, Trick.NONE, SECURITY_KEY, Policy.NONE);
        }
    }

    @Test
    void sessionOfThePasswordDeletesNoSecurityKeyAndSetsNothingUpInItsPlace() {
        for (Gate gate : Gate.values()) {
            MatrixRealm matrix = run.realm(gate);
            Subject subject = Subject.of(new Cell(SINGLE_SIGN_ON, Trick.NONE, SECURITY_KEY, Policy.NONE, gate), matrix);
            String key = keyOf(matrix, subject);

            PageLogin deletion = action(matrix, subject, "delete_credential:" + key);
            deletion.settle(deletion.page());
            PageLogin setup = action(matrix, subject, "tmfa-configure");

            assertThat(matrix.realm.credentials(subject.person()).findValuesAsText("type"))
                    .as(gate + ": " + deletion.page().text())
                    .contains("webauthn");
            assertThat(LoginStep.of(setup.page())).as(gate.name()).isNotEqualTo(LoginStep.SET_UP);
        }
    }

    @Test
    void accountApiOfASessionOfThePasswordDeletesNoSecurityKey() {
        for (Gate gate : Gate.values()) {
            MatrixRealm matrix = run.realm(gate);
            Subject subject = Subject.of(new Cell(REFRESH, Trick.NONE, SECURITY_KEY, Policy.NONE, gate), matrix);
            String key = keyOf(matrix, subject);

            // Keycloak gives its console to whoever does not ask for JSON.
            Answer answer = Http.send(HttpRequest.newBuilder(
                            URI.create(matrix.issuer() + "/account/credentials/" + key))
                    .DELETE()
                    .header("Accept", "application/json")
                    .header("Authorization", "Bearer " + subject.tokens().accessToken()));

            assertThat(answer.status()).as(gate + answer.text()).isEqualTo(400);
            assertThat(keyOf(matrix, subject)).isEqualTo(key);
        }
    }

    private static String keyOf(MatrixRealm matrix, Subject subject) {
        return Stream.of(matrix.realm.credentials(subject.person()))
                .flatMap(all -> all.findParents("userLabel").stream())
                .filter(credential -> credential.path("type").asText().equals("webauthn"))
                .map(credential -> credential.get("id").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newPolicyReachesOpenSessions() {
        for (LoginMethod method : new LoginMethod[] {REFRESH, OFFLINE, TOKEN_EXCHANGE, UMA_TICKET}) {
            check(method, Trick.NONE, NO_FACTOR, ALL);
            check(method, Trick.NONE, APP, ALL);
        }
    }

    @Test
    void refusalIsAnEventWithReasonAndTenant() {
        for (Gate gate : Gate.values()) {
            MatrixRealm matrix = run.realm(gate);
            Cell cell = new Cell(REFRESH, Trick.NONE, NO_FACTOR, ALL, gate);
            Subject subject = Subject.of(cell, matrix);
            run.run(cell, matrix, subject);

            JsonNode event = matrix.realm.events(subject.person(), "REFRESH_TOKEN_ERROR").stream()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no event"));
            assertThat(event.at("/details/reason").asText()).isEqualTo("mfa_required");
            assertThat(event.at("/details/tenant_id").asText()).isEqualTo(matrix.tenantId());
        }
    }

    @Test
    void loginMethodsWithoutAStepOfOursGiveNothingPastAPolicy() {
        for (LoginMethod method : new LoginMethod[] {SAML_ECP, DOCKER, CIBA, JWT_BEARER}) {
            check(method, Trick.NONE, NO_FACTOR, ALL);
            check(method, Trick.NONE, APP, ALL);
            run.check(new Cell(method, Trick.NONE, APP, Policy.NONE, Gate.STRICT));
        }
    }

    private void setClientAttribute(Gate gate, String name, String value) {
        run.realm(gate)
                .realm
                .updateClient(
                        MatrixRealm.CLIENT,
                        client -> client.withObjectProperty("attributes").put(name, value));
    }

    private static PageLogin action(MatrixRealm matrix, Subject subject, String action) {
        PageLogin login = new PageLogin(
                matrix, subject.visitor(), matrix.client().authorization().with("kc_action", action), subject.person());
        WebPage page = login.again();
        return login.from(page);
    }
}
