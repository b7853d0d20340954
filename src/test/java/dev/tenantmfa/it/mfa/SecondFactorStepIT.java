package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The one step for all second factors, by plain HTTP. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorStepIT extends SecondFactorStepFixture {
    @Test
    void userWithoutAFactorSeesNoPage() {
        Person person = step.realm().newPerson();

        assertThat(LoginStep.of(logIn(step.keycloak().visitor(), person))).isEqualTo(LoginStep.IN);
    }

    @Test
    void userWithAnAppIsAskedAtAFreshLoginAndNotUnderSingleSignOn() {
        Enrolled enrolled = enrolled();
        Visitor visitor = step.keycloak().visitor();
        AuthorizationRequest request = step.app().authorization();

        WebPage asked = visitor.logIn(request.uri(), enrolled.person());
        assertThat(LoginStep.of(asked)).isEqualTo(LoginStep.CODE);
        assertThat(asked.document().select("button[name=way], button[name=authenticationExecution]"))
                .as("there is no other way")
                .isEmpty();
        WebPage wrong = visitor.submit(asked, Map.of("code", "000000"));
        assertThat(LoginStep.of(wrong)).isEqualTo(LoginStep.CODE);
        assertThat(wrong.error()).isPresent();
        Tokens tokens = step.app()
                .redeem(
                        request,
                        visitor.submit(wrong, Map.of("code", enrolled.app().code()))
                                .code());

        assertThat(tokens.isGranted()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(LoginStep.of(visitor.open(step.app().authorization().uri()))).isEqualTo(LoginStep.IN);
    }

    @Test
    void backupCodeIsTakenInTheSameInput() {
        Enrolled enrolled = enrolled();
        Visitor visitor = step.keycloak().visitor();
        WebPage asked = logIn(visitor, enrolled.person());

        assertThat(LoginStep.of(
                        visitor.submit(asked, Map.of("code", enrolled.codes().get(0)))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void codesOfBothKindsInTurnChangeTheOrderAndFailNoLogin() {
        Enrolled enrolled = enrolled();
        for (int turn = 0; turn < 3; turn++) {
            for (String code :
                    List.of(enrolled.codes().get(turn), enrolled.app().code())) {
                Visitor visitor = step.keycloak().visitor();

                assertThat(LoginStep.of(visitor.submit(logIn(visitor, enrolled.person()), Map.of("code", code))))
                        .isEqualTo(LoginStep.IN);
            }
            step.keycloak().clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        }
        assertThat(step.realm().credentials(enrolled.person()).findValuesAsText("type"))
                .startsWith("tmfa-totp");
    }

    @Test
    void backupCodeIsWrongWhereOnlyTheAppCountsAndIsNotUsedUp() {
        Enrolled enrolled = enrolled();
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "totp"));
        Visitor visitor = step.keycloak().visitor();
        WebPage asked = logIn(visitor, enrolled.person());

        WebPage refused = visitor.submit(asked, Map.of("code", enrolled.codes().get(1)));
        assertThat(LoginStep.of(refused)).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(
                        visitor.submit(refused, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);

        policy(Map.of());
        Visitor later = step.keycloak().visitor();
        assertThat(LoginStep.of(later.submit(
                        logIn(later, enrolled.person()),
                        Map.of("code", enrolled.codes().get(1)))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void wayThatTheUserDoesNotHaveIsNotShown() {
        Enrolled enrolled = enrolled();
        Visitor visitor = step.keycloak().visitor();
        WebPage asked = logIn(visitor, enrolled.person());

        for (String way : new String[] {"key", "passkey", "message", "none", ""}) {
            asked = visitor.submit(asked, Map.of("way", way));
            assertThat(LoginStep.of(asked)).as(way).isEqualTo(LoginStep.CODE);
        }
    }

    @Test
    void answersThatAreNoneOfAKeyAreRefusedAndTheLoginGoesOn() {
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "security-key"));
        Person person = step.realm().newPerson();

        for (String odd : new String[] {"", "A", "!!!!", "AAAA", "\u00e9\u00e9", "A".repeat(20_000)}) {
            Visitor visitor = step.keycloak().visitor();
            WebPage setup = logIn(visitor, person);
            assertThat(setup.document().selectFirst("form#register"))
                    .as(setup.text())
                    .isNotNull();
            Map<String, String> fields = new HashMap<>();
            for (String name : new String[] {"clientDataJSON", "attestationObject", "publicKeyCredentialId"}) {
                fields.put(name, odd);
            }
            for (Map<String, String> form : List.of(fields, Map.of("clientDataJSON", odd), Map.<String, String>of())) {
                WebPage answer = visitor.submit(logIn(step.keycloak().visitor(), person), form);
                WebPage mine = visitor.submit(setup, form);
                setup = mine.document().selectFirst("form") == null ? setup : mine;
                assertThat(mine.status()).as(odd + form.keySet()).isLessThan(500);
                assertThat(answer.status()).as(odd + form.keySet()).isLessThan(500);
                assertThat(mine.parameter("code")).as(odd).isEmpty();
            }
        }
        assertThat(step.realm().credentials(person).toString()).doesNotContain("webauthn");
    }

    @Test
    void placeThatCannotAskForTheOnlyFactorRefuses() {
        Person person = step.realm().newPerson();
        step.realm()
                .updateUser(
                        person,
                        user -> user.putArray("credentials")
                                .addObject()
                                .put("type", "webauthn")
                                .put("secretData", "{}")
                                .put(
                                        "credentialData",
                                        "{\"aaguid\":\"00000000-0000-0000-0000-000000000000\",\"credentialId\":\"AQ\",\"counter\":0}"));
        step.configure(Map.of("methods", "totp##backup-code"));
        try {
            for (String requiredFor : new String[] {"NONE", "ALL"}) {
                policy(Map.of("tenant-mfa.required-for", requiredFor));
                WebPage refused = logIn(step.keycloak().visitor(), person);

                assertThat(refused.parameter("code")).as(requiredFor).isEmpty();
                assertThat(LoginStep.of(refused)).as(refused.text()).isEqualTo(LoginStep.OTHER);
                assertThat(refused.text()).contains("Your account has a security key");
            }
        } finally {
            step.configure(Map.of());
        }
    }
}
