package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import static dev.tenantmfa.it.assurance.BuiltInFactor.NOTHING;
import static dev.tenantmfa.it.assurance.LoginMethod.*;
import static dev.tenantmfa.it.assurance.Verdict.*;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A realm with Keycloak's own flows, in which nothing of this extension is wired and no tenant has a policy, behaves as it
 * does without the JAR. The table says what Keycloak does by itself.
 */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WithoutPolicyIT {
    /** For users with nothing, with OTP, with recovery codes and with a security key. */
    private record Expected(Verdict nothing, Verdict otp, Verdict recoveryCodes, Verdict securityKey) {
        static final Expected TOKENS_FOR_ALL = new Expected(TOKENS, TOKENS, TOKENS, TOKENS);

        /** Keycloak's own flow asks for OTP, and has recovery codes and security keys off. */
        static final Expected ASKS_FOR_OTP = new Expected(TOKENS, ASKED_CODE, TOKENS, TOKENS);

        static final Expected REFUSES_WITHOUT_OTP = new Expected(TOKENS, NO_TOKENS, TOKENS, TOKENS);
        static final Expected NO_TOKENS_FOR_ANY = new Expected(NO_TOKENS, NO_TOKENS, NO_TOKENS, NO_TOKENS);
        static final Expected OF_NEW_USERS = new Expected(TOKENS, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE);

        Verdict of(BuiltInFactor factor) {
            return switch (factor) {
                case NOTHING -> nothing;
                case OTP -> otp;
                case RECOVERY_CODES -> recoveryCodes;
                case SECURITY_KEY -> securityKey;
            };
        }
    }

    private static final Map<LoginMethod, Expected> TABLE = Map.ofEntries(
            Map.entry(BROWSER, Expected.ASKS_FOR_OTP),
            Map.entry(IMPLICIT, Expected.ASKS_FOR_OTP),
            Map.entry(HYBRID, Expected.ASKS_FOR_OTP),
            Map.entry(DEVICE, Expected.ASKS_FOR_OTP),
            Map.entry(SAML_POST, Expected.ASKS_FOR_OTP),
            Map.entry(VERIFY_EMAIL, Expected.ASKS_FOR_OTP),
            Map.entry(RESET_PASSWORD, Expected.REFUSES_WITHOUT_OTP),
            Map.entry(PASSWORD_GRANT, Expected.REFUSES_WITHOUT_OTP),
            Map.entry(EXECUTE_ACTIONS, Expected.NO_TOKENS_FOR_ANY),
            Map.entry(REGISTRATION, Expected.OF_NEW_USERS),
            Map.entry(INVITATION_OF_STRANGER, Expected.OF_NEW_USERS),
            Map.entry(SINGLE_SIGN_ON, Expected.TOKENS_FOR_ALL),
            Map.entry(PROMPT_NONE, Expected.TOKENS_FOR_ALL),
            Map.entry(IDENTITY_PROVIDER, Expected.TOKENS_FOR_ALL),
            Map.entry(FIRST_BROKER_LOGIN, Expected.TOKENS_FOR_ALL),
            Map.entry(IMPERSONATION, Expected.TOKENS_FOR_ALL),
            Map.entry(SAML_ECP, Expected.TOKENS_FOR_ALL),
            Map.entry(DOCKER, Expected.TOKENS_FOR_ALL),
            Map.entry(CIBA, Expected.TOKENS_FOR_ALL),
            Map.entry(JWT_BEARER, Expected.TOKENS_FOR_ALL),
            Map.entry(REFRESH, Expected.TOKENS_FOR_ALL),
            Map.entry(OFFLINE, Expected.TOKENS_FOR_ALL),
            Map.entry(TOKEN_EXCHANGE, Expected.TOKENS_FOR_ALL),
            Map.entry(UMA_TICKET, Expected.TOKENS_FOR_ALL));

    private final MatrixRun run = new MatrixRun();
    private MatrixRealm matrix;

    @BeforeAll
    void createRealm(KeycloakServer keycloak) {
        matrix = MatrixRealm.withKeycloaksOwnFlows(keycloak);
    }

    @AfterAll
    void deleteRealm() {
        matrix.delete();
    }

    @TestFactory
    Stream<DynamicTest> behavesAsWithoutTheJar() {
        List<DynamicTest> tests = new ArrayList<>();
        for (LoginMethod method : LoginMethod.values()) {
            for (BuiltInFactor factor : BuiltInFactor.values()) {
                Verdict verdict = TABLE.containsKey(method) ? TABLE.get(method).of(factor) : NOT_APPLICABLE;
                if (verdict.isTested()) {
                    tests.add(DynamicTest.dynamicTest(
                            method + ", user with " + factor + ": " + verdict, () -> check(method, factor, verdict)));
                }
            }
        }
        return tests.stream();
    }

    private void check(LoginMethod method, BuiltInFactor factor, Verdict verdict) {
        Cell cell = new Cell(method, Trick.NONE, Holder.NO_FACTOR, Policy.NONE, Gate.POLICY);
        Subject subject = Subject.of(cell, matrix);
        if (factor != NOTHING) {
            Person person = subject.person();
            factor.giveTo(person, matrix.realm);
        }

        Outcome outcome = run.run(cell, matrix, subject);

        assertThat(verdict.allows(outcome, Trick.NONE))
                .as("%s for a user with %s: %s, but it was %s", method, factor, verdict, outcome)
                .isTrue();
    }
}
