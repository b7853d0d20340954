package dev.tenantmfa.backupcode;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.CountingPasswordHash;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.keycloak.credential.hash.PasswordHashProvider;

import static org.mockito.Mockito.when;

/** A user of a realm, and a set of codes that is not stored yet. */
abstract class BackupCodeFactorFixture {
    static final Check WRONG = new Check.Refused(Reason.WRONG);

    final RealmFixture keycloak = new RealmFixture();
    final CountingPasswordHash passwordHash = new CountingPasswordHash("argon2");
    final BackupCodeFactor factor = new BackupCodeFactor(keycloak.session);
    final BackupCodeCredential.Draft draft = BackupCodeCredential.draft(8, 10);
    final List<String> codes = draft.codes().codes();

    @BeforeEach
    void installTheHash() {
        when(keycloak.session.getProvider(PasswordHashProvider.class)).thenReturn(passwordHash);
        when(keycloak.session.getProvider(PasswordHashProvider.class, "argon2")).thenReturn(passwordHash);
    }

    void store() {
        store(draft);
    }

    void store(BackupCodeCredential.Draft codes) {
        BackupCodeCredential.store(keycloak.session, keycloak.realm, keycloak.user, codes, keycloak.clock.now());
    }

    BackupCodeCredential stored() {
        return BackupCodeCredential.of(keycloak.user).orElseThrow();
    }

    Check check(String code) {
        return factor.check(keycloak.realm, keycloak.user, input(code), keycloak.clock.now());
    }

    static CodeInput input(String code) {
        return CodeInput.of(code).orElseThrow();
    }
}
