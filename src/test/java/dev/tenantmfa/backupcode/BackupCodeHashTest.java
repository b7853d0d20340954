package dev.tenantmfa.backupcode;

import dev.tenantmfa.fixture.CountingPasswordHash;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.PasswordPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class BackupCodeHashTest {

    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final byte[] OTHER_SALT = {16, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final String CODE = "1234567890";

    private final RealmFixture keycloak = new RealmFixture();
    private final CountingPasswordHash argon2 = new CountingPasswordHash("argon2");
    private final CountingPasswordHash pbkdf2 = new CountingPasswordHash("pbkdf2-sha512");
    private final PasswordPolicy policy = mock(PasswordPolicy.class);
    private final BackupCodeHash hash = new BackupCodeHash(keycloak.session, keycloak.realm);

    @BeforeEach
    void installTheHashes() {
        when(keycloak.session.getProvider(PasswordHashProvider.class)).thenReturn(argon2);
        when(keycloak.session.getProvider(PasswordHashProvider.class, "argon2")).thenReturn(argon2);
        when(keycloak.session.getProvider(PasswordHashProvider.class, "pbkdf2-sha512"))
                .thenReturn(pbkdf2);
    }

    @Test
    void realmWithoutAPolicyHashesAsTheServerDoes() {
        CredentialModel hashed = hash.hash(CODE, SALT);

        assertThat(argon2.made()).isOne();
        assertThat(hashed.getCredentialData()).contains("\"hashIterations\":-1", "\"algorithm\":\"argon2\"");
        assertThat(hash.matches(CODE, SALT, hashed)).isTrue();
    }

    @Test
    void policyOfTheRealmIsHonoured() {
        usePolicy("pbkdf2-sha512", 210_000);

        CredentialModel hashed = hash.hash(CODE, SALT);

        assertThat(argon2.made()).isZero();
        assertThat(hashed.getCredentialData()).contains("\"hashIterations\":210000", "\"algorithm\":\"pbkdf2-sha512\"");
    }

    @Test
    void policyWithoutAnAlgorithmHashesAsTheServerDoes() {
        usePolicy(null, 7);

        hash.hash(CODE, SALT);

        assertThat(argon2.made()).isOne();
    }

    @Test
    void policyWithAnAlgorithmThatIsNotInstalledHashesAsTheServerDoes() {
        usePolicy("not-installed", 7);

        CredentialModel hashed = hash.hash(CODE, SALT);

        assertThat(hash.matches(CODE, SALT, hashed)).isTrue();
    }

    @Test
    void hashOfAnEarlierPolicyStillMatches() {
        usePolicy("pbkdf2-sha512", 210_000);
        CredentialModel hashed = hash.hash(CODE, SALT);
        usePolicy("argon2", 5);

        assertThat(hash.matches(CODE, SALT, hashed)).isTrue();
        assertThat(argon2.compared()).isZero();
    }

    @Test
    void hashWhoseAlgorithmIsGoneMatchesNothing() {
        usePolicy("pbkdf2-sha512", 210_000);
        CredentialModel hashed = hash.hash(CODE, SALT);
        when(keycloak.session.getProvider(PasswordHashProvider.class, "pbkdf2-sha512"))
                .thenReturn(null);

        assertThat(hash.matches(CODE, SALT, hashed)).isFalse();
    }

    @Test
    void otherCodeOrSaltDoesNotMatch() {
        CredentialModel hashed = hash.hash(CODE, SALT);

        assertThat(hash.matches("1234567891", SALT, hashed)).isFalse();
        assertThat(hash.matches(CODE, OTHER_SALT, hashed)).isFalse();
    }

    @Test
    void bucketDependsOnCodeAndSaltAndNothingElse() {
        assertThat(BackupCodeHash.bucket(CODE, SALT)).isEqualTo(BackupCodeHash.bucket(CODE, SALT.clone()));
        long differing = IntStream.range(0, 200)
                .mapToObj(Integer::toString)
                .filter(code -> BackupCodeHash.bucket(code, SALT) != BackupCodeHash.bucket(code, OTHER_SALT))
                .count();
        assertThat(differing).isGreaterThan(150);
    }

    private void usePolicy(String algorithm, int iterations) {
        when(policy.getHashAlgorithm()).thenReturn(algorithm);
        when(policy.getHashIterations()).thenReturn(iterations);
        when(keycloak.realm.getPasswordPolicy()).thenReturn(policy);
    }
}
