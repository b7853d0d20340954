package dev.tenantmfa.backupcode;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;

import static org.assertj.core.api.Assertions.assertThat;

class KeycloakRecoveryCodeFactorTest {

    private static final Check WRONG = new Check.Refused(Reason.WRONG);
    private static final Check USED = new Check.Refused(Reason.USED);
    private static final List<String> CODES = List.of("AAAA1111BBBB", "CCCC2222DDDD", "EEEE3333FFFF");

    private final RealmFixture keycloak = new RealmFixture();
    private final KeycloakRecoveryCodeFactor factor = new KeycloakRecoveryCodeFactor(keycloak.session);

    @Test
    void codesThatKeycloakMakesAreOfTheShapeThatIsTaken() {
        assertThat(RecoveryAuthnCodesUtils.generateRawCodes())
                .allMatch(code -> factor.takes(keycloak.realm, keycloak.user, input(code)));
    }

    @Test
    void everyCodeIsGoodOnceInAnyOrder() {
        String id = store();
        for (String code : List.of("EEEE3333FFFF", "AAAA1111BBBB", "CCCC2222DDDD")) {
            assertThat(check(code)).isEqualTo(new Check.Accepted(id));
            assertThat(check(code)).isEqualTo(WRONG);
        }

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
    }

    @Test
    void whatIsLeftIsASetThatKeycloakCanRead() {
        store();
        check("AAAA1111BBBB");

        RecoveryAuthnCodesCredentialModel left = RecoveryAuthnCodesCredentialModel.createFromCredentialModel(
                keycloak.credentials.only(RecoveryAuthnCodesCredentialModel.TYPE));

        assertThat(left.getNextRecoveryAuthnCode().orElseThrow().getNumber()).isEqualTo(2);
        assertThat(left.getCredentialData()).contains("\"remainingCodes\":2", "\"totalCodes\":3");
        assertThat(left.allCodesUsed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA-1111-BBBB", "aaaa1111bbbb", " AAAA 1111 BBBB "})
    void hyphensBlanksAndCaseDoNotMatter(String typed) {
        store();

        assertThat(check(typed)).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void codeThatAnotherNodeClaimedIsRefusedThoughTheSetStillHasIt() {
        store();
        CredentialModel before = keycloak.credentials.only(RecoveryAuthnCodesCredentialModel.TYPE);
        check("AAAA1111BBBB");
        keycloak.credentials.updateStoredCredential(before);

        assertThat(check("AAAA1111BBBB")).isEqualTo(USED);
    }

    @Test
    void wrongCodeChangesNothing() {
        store();

        assertThat(check("AAAA1111BBBC")).isEqualTo(WRONG);
        assertThat(keycloak.singleUse.keys()).isEmpty();
        assertThat(keycloak.credentials
                        .only(RecoveryAuthnCodesCredentialModel.TYPE)
                        .getCredentialData())
                .contains("\"remainingCodes\":3");
    }

    @ParameterizedTest
    @CsvSource({"AAAA1111BBBB, true", "AAAA1111BBB, false", "AAAA1111BBBBB, false", "AAAA1111BBB\u00C4, false"})
    void onlyTwelveLettersOrDigitsAreTaken(String typed, boolean taken) {
        assertThat(factor.takes(keycloak.realm, keycloak.user, input(typed))).isEqualTo(taken);
        assertThat(factor.takesDigitsOnly()).isFalse();
        assertThat(factor.kind()).isEqualTo(FactorKind.BACKUP_CODE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "{}",
                "{\"codes\":null}",
                "{\"codes\":[null]}",
                "{\"codes\":[{\"number\":1}]}"
            })
    void secretThatIsNotReadableIsUnusable(String data) {
        CredentialModel broken = codes();
        broken.setSecretData(data);
        keycloak.credentials.createStoredCredential(broken);

        assertThat(check("AAAA1111BBBB")).isEqualTo(new Check.Unusable());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "garbage", "null"})
    void dataThatIsNotReadableIsUnusableAndStillCountsAsAFactor(String data) {
        CredentialModel broken = codes();
        broken.setCredentialData(data);
        keycloak.credentials.createStoredCredential(broken);

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(check("AAAA1111BBBB")).isEqualTo(new Check.Unusable());
    }

    @Test
    void hashThatIsNoBase64IsNoCode() {
        CredentialModel odd = codes();
        odd.setSecretData("{\"codes\":[{\"number\":1,\"encodedHashedValue\":\"A\"}]}");
        keycloak.credentials.createStoredCredential(odd);

        assertThat(check("AAAA1111BBBB")).isEqualTo(WRONG);
    }

    @Test
    void personWithoutCodesHasNoFactor() {
        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(check("AAAA1111BBBB")).isEqualTo(WRONG);
    }

    private String store() {
        return keycloak.credentials.createStoredCredential(codes()).getId();
    }

    private static CredentialModel codes() {
        return RecoveryAuthnCodesCredentialModel.createFromValues(CODES, 0, null);
    }

    private Check check(String code) {
        return factor.check(keycloak.realm, keycloak.user, input(code), keycloak.clock.now());
    }

    private static CodeInput input(String code) {
        return CodeInput.of(code).orElseThrow();
    }
}
