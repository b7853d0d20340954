package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.SelfService.client;
import static dev.tenantmfa.it.mfa.SelfService.logIn;
import static dev.tenantmfa.it.mfa.SelfService.remove;
import static org.assertj.core.api.Assertions.assertThat;

/** A session without a recent second factor changes nothing. */
@KeycloakIntegration
class SelfServiceStolenSessionIT {
    private static final String APP = "tmfa-totp";
    private static final String BACKUP_CODES = "tmfa-backup-codes";

    @Test
    void sessionOfThePasswordAloneChangesNothing(KeycloakServer keycloak) {
        passwordAloneChangesNothing(keycloak, client(keycloak, Map.of()));
    }

    /** In Keycloak's own browser flow no level guards the removal, and nobody asks for our factor. */
    @Test
    void sessionOfAFlowWithoutLevelsChangesNothing(KeycloakServer keycloak) {
        OidcClient client = passwordOnly(keycloak);
        assertThat(client.logIn(keycloak.visitor(), keycloak.demo().newPerson()).error())
                .as("no token in the first place")
                .isEqualTo("invalid_grant");
        keycloak.demo().setAttribute("tenant-mfa.gate", "policy");
        try {
            passwordAloneChangesNothing(keycloak, client);
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.gate", "strict");
        }
    }

    private static OidcClient passwordOnly(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        String alias = "password-alone-" + UUID.randomUUID();
        String flow = realm.create(
                "/authentication/flows", Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true));
        String executions = "/authentication/flows/" + alias + "/executions";
        for (String authenticator : List.of("auth-cookie", "auth-username-password-form")) {
            realm.post(executions + "/execution", Map.of("provider", authenticator))
                    .expect(201);
        }
        for (JsonNode execution : RealmAdmin.list(realm.get(executions))) {
            realm.put(executions, ((ObjectNode) execution).put("requirement", "ALTERNATIVE"))
                    .expect(204);
        }
        return client(keycloak, Map.of("browser", flow));
    }

    /** No code can be asked of a security key, so it must have been used itself. */
    @Test
    void passwordAloneAddsNothingBesideASecurityKey(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        keycloak.demo()
                .updateUser(
                        person,
                        user -> user.putArray("credentials")
                                .addObject()
                                .put("type", "webauthn")
                                .put("secretData", "{}")
                                .put(
                                        "credentialData",
                                        "{\"aaguid\":\"00000000-0000-0000-0000-000000000000\",\"credentialId\":\"AQ\",\"counter\":0}"));
        OidcClient client = passwordOnly(keycloak);
        for (String action : List.of("tmfa-configure", "tmfa-configure-phone")) {
            AuthorizationRequest request = client.authorization().with("kc_action", action);
            WebPage page = keycloak.visitor().logIn(request.uri(), person);

            assertThat(page.text()).as(action).contains("Your account has a security key. Sign in with it first");
            assertThat(page.document().select("#tmfa-secret, input[name=number]"))
                    .as(action)
                    .isEmpty();
        }
    }

    private static void passwordAloneChangesNothing(KeycloakServer keycloak, OidcClient client) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        Tokens tokens = client.logIn(visitor, person);
        assertThat(tokens.isGranted()).isTrue();
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);
        List<String> stored = stored(keycloak, person);
        String app = idOf(keycloak, person, APP);
        String codes = idOf(keycloak, person, BACKUP_CODES);

        for (String action : List.of("tmfa-configure", "tmfa-regenerate-backup-codes")) {
            WebPage page = visitor.open(
                    client.authorization().with("kc_action", action).uri());
            assertThat(LoginStep.of(page)).as(action).isEqualTo(LoginStep.CODE);
            page = visitor.submit(
                    page, Map.of("code", "", "renew", "true", "saved", "on", "stage", "codes", "skip", "true"));
            assertThat(LoginStep.of(page)).as(action).isEqualTo(LoginStep.CODE);
            page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode(), "renew", "true", "saved", "on"));
            assertThat(LoginStep.of(page)).as(action).isEqualTo(LoginStep.CODE);
            assertThat(page.error()).contains("The code was incorrect.");
        }
        for (String credential : List.of(app, codes)) {
            WebPage page = visitor.open(client.authorization()
                    .with("kc_action", "delete_credential:" + credential)
                    .uri());
            if (LoginStep.of(page) == LoginStep.OTHER) {
                visitor.submit(page, Map.of());
            } else {
                assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
            }
            assertThat(remove(keycloak, tokens, credential).status()).isIn(400, 403);
            for (String type : List.of(APP, BACKUP_CODES)) {
                assertThat(remove(keycloak, tokens, type + "-id").status()).isIn(400, 403, 404);
            }
        }
        assertThat(stored(keycloak, person)).isEqualTo(stored);
    }

    @Test
    void tokenOfAnOldSessionWithAFactorRemovesNothing(KeycloakServer keycloak) {
        OidcClient client = client(keycloak, Map.of());
        Enrolled enrolled = Enrolled.create(keycloak);
        Tokens tokens = logIn(keycloak, client, enrolled);
        String app = idOf(keycloak, enrolled.person(), APP);
        keycloak.clock().advance(Duration.ofMinutes(11));
        tokens = client.refresh(tokens);

        assertThat(remove(keycloak, tokens, app).status()).isIn(400, 403);
        assertThat(stored(keycloak, enrolled.person())).hasSize(3);
    }

    /** Keycloak's own check knows no level of what only the step of this extension asks for. */
    @Test
    void sessionOfThePasswordAloneRemovesNoFactorOfKeycloak(KeycloakServer keycloak) {
        Map<String, BiConsumer<Person, RealmAdmin>> factors = Map.of(
                "otp", BuiltInFactor.OTP::giveTo,
                "recovery-authn-codes", BuiltInFactor.RECOVERY_CODES::giveTo,
                "webauthn", BuiltInFactor.SECURITY_KEY::giveTo,
                "webauthn-passwordless", BuiltInFactor::givePasskey);
        factors.forEach((type, giver) -> {
            Person person = keycloak.demo().newPerson();
            Tokens tokens = client(keycloak, Map.of()).logIn(keycloak.visitor(), person);
            keycloak.clock().advance(Duration.ofSeconds(2));
            giver.accept(person, keycloak.demo());
            String id = idOf(keycloak, person, type);

            assertThat(remove(keycloak, tokens, id).status()).as(type).isEqualTo(400);
            assertThat(idOf(keycloak, person, type)).isEqualTo(id);
        });
    }

    @Test
    void sessionOfARecoveryCodeRemovesTheCodes(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        BuiltInFactor.RECOVERY_CODES.giveTo(person, keycloak.demo());
        OidcClient client = client(keycloak, Map.of());
        AuthorizationRequest request = client.authorization();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(request.uri(), person);
        String code = visitor.submit(page, Map.of("code", BuiltInFactor.RECOVERY_CODE))
                .code();
        Tokens tokens = client.redeem(request, code);

        assertThat(remove(keycloak, tokens, idOf(keycloak, person, "recovery-authn-codes"))
                        .status())
                .isEqualTo(204);
    }

    private static String idOf(KeycloakServer keycloak, Person person, String type) {
        return keycloak.support().credential(keycloak.demo(), person, type).id();
    }

    private static List<String> stored(KeycloakServer keycloak, Person person) {
        return keycloak.support().credentials(keycloak.demo(), person).stream()
                .map(credential -> credential.id() + credential.secretData())
                .sorted()
                .toList();
    }
}
