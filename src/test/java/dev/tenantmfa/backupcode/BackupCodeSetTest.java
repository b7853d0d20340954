package dev.tenantmfa.backupcode;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.CountingPasswordHash;
import dev.tenantmfa.fixture.RealmFixture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.hash.PasswordHashProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

class BackupCodeSetTest {

    private final RealmFixture keycloak = new RealmFixture();
    private final CountingPasswordHash passwordHash = new CountingPasswordHash("argon2");
    private final BackupCodeHash hash = new BackupCodeHash(keycloak.session, keycloak.realm);
    private final BackupCodeSet.Generated generated = BackupCodeSet.generate(8, 10);

    @BeforeEach
    void installTheHash() {
        when(keycloak.session.getProvider(PasswordHashProvider.class)).thenReturn(passwordHash);
        when(keycloak.session.getProvider(PasswordHashProvider.class, "argon2")).thenReturn(passwordHash);
    }

    @Test
    void eachCodeHasABucketOfItsOwn() {
        for (int i = 0; i < 50; i++) {
            BackupCodeSet.Generated codes = BackupCodeSet.generate(20, 10);
            Set<Integer> buckets = new HashSet<>();
            for (String code : codes.codes().codes()) {
                buckets.add(BackupCodeHash.bucket(code, codes.salt()));
            }
            assertThat(buckets).hasSize(20).allMatch(bucket -> bucket >= 0 && bucket < BackupCodeHash.BUCKETS);
        }
    }

    @Test
    void everyBucketIsUsed() {
        BackupCodeSet.Generated all = BackupCodeSet.generate(BackupCodeHash.BUCKETS, 10);

        assertThat(all.codes().codes()).hasSize(BackupCodeHash.BUCKETS);
    }

    @Test
    void eachSetHasASaltOfItsOwn() {
        assertThat(generated.salt()).hasSize(16);
        assertThat(BackupCodeSet.generate(8, 10).salt()).isNotEqualTo(generated.salt());
    }

    @Test
    void hashingCostsOneHashACode() {
        hashed();

        assertThat(passwordHash.made()).isEqualTo(8);
        assertThat(passwordHash.compared()).isZero();
    }

    @Test
    void everyCodeIsFoundInAnyOrderAtOneHashEach() {
        BackupCodeSet set = hashed();
        List<String> codes = new ArrayList<>(generated.codes().codes());
        Collections.shuffle(codes, new Random(7));
        int attempts = 0;
        for (String code : codes) {
            BackupCodeSet.Entry entry = set.find(code, hash).orElseThrow();
            assertThat(entry.bucket()).isEqualTo(BackupCodeHash.bucket(code, generated.salt()));
            set = set.without(entry);
            assertThat(passwordHash.compared()).isEqualTo(++attempts);
        }

        assertThat(set.entries()).isEmpty();
    }

    @Test
    void wrongCodeCostsOneHashToo() {
        BackupCodeSet set = hashed();
        int attempts = 0;
        for (int i = 0; i < 200; i++) {
            String wrong = String.format("%011d", i);
            assertThat(set.find(wrong, hash)).isEmpty();
            assertThat(passwordHash.compared()).isEqualTo(++attempts);
        }
    }

    @Test
    void usedCodeIsNotFoundAndCostsOneHashToo() {
        String code = generated.codes().codes().get(3);
        BackupCodeSet set = hashed();
        BackupCodeSet left = set.without(set.find(code, hash).orElseThrow());

        assertThat(left.entries()).hasSize(7);
        assertThat(left.find(code, hash)).isEmpty();
        assertThat(passwordHash.compared()).isEqualTo(2);
    }

    @Test
    void nothingIsFoundInAnEmptySet() {
        BackupCodeSet empty = new BackupCodeSet(generated.salt(), List.of());

        assertThat(empty.find("1234567890", hash)).isEmpty();
    }

    @Test
    void codeOfAnotherSetIsNotFound() {
        BackupCodeSet other = BackupCodeSet.hash(BackupCodeSet.generate(8, 10), hash);

        assertThat(generated.codes().codes())
                .allSatisfy(code -> assertThat(other.find(code, hash)).isEmpty());
    }

    @Test
    void setSurvivesItsJson() {
        BackupCodeSet read = BackupCodeSet.parse(hashed().json());

        assertThat(generated.codes().codes())
                .allSatisfy(code -> assertThat(read.find(code, hash)).isPresent());
    }

    @Test
    void noCodeStandsInTheJson() {
        String json = new String(hashed().json(), StandardCharsets.UTF_8);

        assertThat(generated.codes().codes())
                .allSatisfy(code -> assertThat(json)
                        .doesNotContain(
                                code, Base64.getEncoder().encodeToString(code.getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"salt\":null,\"entries\":[]}",
                "{\"salt\":\"AAAA\"}",
                "{\"salt\":\"AAAA\",\"entries\":[null]}"
            })
    void jsonThatIsNotASetIsNotReadable(String json) {
        assertThatThrownBy(() -> BackupCodeSet.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SealException.class);
    }

    @Test
    void hashesAreNotShown() {
        assertThat(hashed().toString()).isEqualTo("BackupCodeSet[8 hidden]");
    }

    private BackupCodeSet hashed() {
        return BackupCodeSet.hash(generated, hash);
    }
}
