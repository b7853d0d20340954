package dev.tenantmfa.backupcode;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.fixture.RealmFixture;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How a set of backup codes is stored, replaced and removed. */
class BackupCodeStorageTest extends BackupCodeFactorFixture {
    @Test
    void setIsStoredWithIdAndTimeOfItsOwn() {
        store();
        CredentialModel model = keycloak.credentials.only(BackupCodeCredential.TYPE);

        assertThat(stored().id()).isEqualTo(model.getId()).isNotBlank();
        assertThat(model.getCreatedDate()).isEqualTo(RealmFixture.START.toEpochMilli());
        assertThat(model.getType()).isEqualTo("tmfa-backup-codes");
    }

    @Test
    void newSetKillsTheOldOne() {
        store();
        BackupCodeCredential.Draft renewed = BackupCodeCredential.draft(5, 12);
        store(renewed);

        assertThat(check(codes.get(0))).isEqualTo(WRONG);
        assertThat(check(renewed.codes().codes().get(0))).isInstanceOf(Check.Accepted.class);
        assertThat(stored().length()).isEqualTo(12);
        assertThat(stored().remaining()).isEqualTo(4);
    }

    @Test
    void draftThatWasKeptMeanwhileIsTheSameSet() {
        store(BackupCodeCredential.restore(draft.codes(), draft.salt()));

        assertThat(stored().length()).isEqualTo(10);
        assertThat(codes).allSatisfy(code -> assertThat(check(code)).isInstanceOf(Check.Accepted.class));
    }

    @Test
    void noCodeStandsInClear() {
        store();
        CredentialModel model = keycloak.credentials.only(BackupCodeCredential.TYPE);

        assertThat(model.getSecretData()).startsWith("{\"sealed\":\"tmfa1.");
        assertThat(codes)
                .allSatisfy(code -> assertThat(model.getSecretData() + model.getCredentialData())
                        .doesNotContain(code));
        assertThat(draft.toString()).isEqualTo("Draft[hidden]");
    }

    @Test
    void setThatCannotBeSealedLeavesTheOldOne() {
        store();
        keycloak.removeAesKey("kid-1");

        assertThatThrownBy(() -> store(BackupCodeCredential.draft(8, 10))).isInstanceOf(SealException.class);

        assertThat(stored().remaining()).isEqualTo(8);
    }

    @Test
    void usedCodeSealsTheSetAnewAfterARotation() {
        store();
        keycloak.putAesKey("kid-2", "fedcba9876543210");
        check(codes.get(0));
        keycloak.removeAesKey("kid-1");

        assertThat(check(codes.get(1))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void removedSetIsGone() {
        store();
        BackupCodeCredential.remove(keycloak.user);

        assertThat(BackupCodeCredential.of(keycloak.user)).isEmpty();
        assertThat(check(codes.get(0))).isEqualTo(WRONG);
    }
}
