package dev.tenantmfa.backupcode;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class BackupCodeFactorTest extends BackupCodeFactorFixture {
    private static final Check USED = new Check.Refused(Reason.USED);

    @Test
    void everyCodeIsGoodOnceInAnyOrder() {
        store();
        for (int i = 7; i >= 0; i--) {
            assertThat(check(codes.get(i))).isEqualTo(new Check.Accepted(stored().id()));
            assertThat(stored().remaining()).isEqualTo(i);
            assertThat(check(codes.get(i))).isEqualTo(WRONG);
        }

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(keycloak.credentials.only(BackupCodeCredential.TYPE).getCredentialData())
                .matches("\\{\"count\":8,\"length\":10,\"remaining\":0,\"lastUsedAt\":\\d+}");
    }

    @Test
    void codeThatAnotherNodeClaimedIsRefusedThoughTheSetStillHasIt() {
        store();
        CredentialModel before = keycloak.credentials.only(BackupCodeCredential.TYPE);
        check(codes.get(0));
        keycloak.credentials.updateStoredCredential(before);

        assertThat(check(codes.get(0))).isEqualTo(USED);
        assertThat(check(codes.get(1))).isInstanceOf(Check.Accepted.class);
    }

    /** Credentials of people in a store without import have no optimistic lock. */
    @Test
    void federatedPersonsSetIsChangedByOneRequestAtATime() {
        when(keycloak.user.getId()).thenReturn("f:store:ada");
        KeycloakTransactionManager transactions = mock();
        when(keycloak.session.getTransactionManager()).thenReturn(transactions);
        store();
        String writer = "tmfa.writer.tmfa-backup-codes.f:store:ada";
        keycloak.singleUse.putIfAbsent(writer, 30);

        assertThat(check(codes.get(0))).isEqualTo(USED);

        keycloak.singleUse.remove(writer);
        assertThat(check(codes.get(0))).isInstanceOf(Check.Accepted.class);
        verify(transactions).enlistAfterCompletion(any());
    }

    @Test
    void wrongCodeChangesNothing() {
        store();

        assertThat(check("not a code")).isEqualTo(WRONG);
        assertThat(stored().remaining()).isEqualTo(8);
        assertThat(keycloak.singleUse.keys()).isEmpty();
    }

    @Test
    void attemptCostsOneHash() {
        store();
        check(codes.get(0));
        check(codes.get(0));
        check("not a code");

        assertThat(passwordHash.compared()).isEqualTo(3);
    }

    @Test
    void onlyDigitsOfTheLengthOfTheSetAreTakenSoThatATotpPaysForNoHash() {
        assertThat(takes("1234567890")).isFalse();
        store();

        assertThat(takes("1234567890")).isTrue();
        assertThat(takes("123456")).isFalse();
        assertThat(takes("12345678901")).isFalse();
        assertThat(takes("123456789a")).isFalse();
        assertThat(factor.kind()).isEqualTo(FactorKind.BACKUP_CODE);
        assertThat(factor.takesDigitsOnly()).isTrue();
        assertThat(passwordHash.compared()).isZero();
    }

    @Test
    void setWhoseKeyIsGoneIsUnusableAndStillCountsAsAFactor() {
        store();
        keycloak.removeAesKey("kid-1");

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(check(codes.get(0))).isEqualTo(new Check.Unusable());
    }

    @Test
    void codeThatCannotBeTakenOutOfTheSetIsNotAcceptedAndNotUsedUp() {
        store();
        keycloak.setAttribute("tenant-mfa.encryption-key", "${vault.not-there}");
        assertThat(check(codes.get(0))).isEqualTo(new Check.Unusable());

        keycloak.setAttribute("tenant-mfa.encryption-key", null);
        assertThat(check(codes.get(0))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void setOfSomebodyElseDoesNotOpen() {
        store();
        InMemoryCredentials others = new InMemoryCredentials();
        UserModel other = RealmFixture.person("user-2", others);
        others.createStoredCredential(keycloak.credentials.only(BackupCodeCredential.TYPE));

        assertThat(factor.check(keycloak.realm, other, input(codes.get(0)), keycloak.clock.now()))
                .isEqualTo(new Check.Unusable());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "garbage", "null", "[]", "{}", "{\"count\":8,\"length\":10,\"remaining\":-1}"})
    void dataThatIsNotReadableIsUnusableAndStillCountsAsAFactor(String data) {
        store();
        CredentialModel broken = keycloak.credentials.only(BackupCodeCredential.TYPE);
        broken.setCredentialData(data);
        keycloak.credentials.updateStoredCredential(broken);

        assertThat(BackupCodeCredential.of(keycloak.user)).isEmpty();
        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(takes("1234567890")).isTrue();
        assertThat(check(codes.get(0))).isEqualTo(new Check.Unusable());
    }

    @Test
    void personWithoutASetHasNoFactorAndNoCode() {
        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(check("1234567890")).isEqualTo(WRONG);
    }

    private boolean takes(String code) {
        return factor.takes(keycloak.realm, keycloak.user, input(code));
    }
}
