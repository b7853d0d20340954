package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.crypto.SealingKey;
import dev.tenantmfa.fixture.RealmFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.vault.VaultTranscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class RealmKeyRingTest {

    private static final String MASTER = "a master secret of 32 characters";
    private static final String OTHER_MASTER = "another master secret of that size";

    private final RealmFixture keycloak = new RealmFixture();
    private final RealmKeyRing keys = new RealmKeyRing(keycloak.session, keycloak.realm);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void realmKeySealsWhereNoVaultEntryIsNamed(String attribute) {
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, attribute);

        assertThat(keys.active().id()).isEqualTo("realm:kid-1");
    }

    @Test
    void realmWithoutAnAesKeyDoesNotSeal() {
        keycloak.removeAesKey("kid-1");

        assertThatThrownBy(keys::active).isInstanceOf(SealException.class).hasMessageContaining("demo");
    }

    @Test
    void realmKeyStillOpensOnceItIsPassive() {
        String id = keys.active().id();
        keycloak.putAesKey("kid-2", "fedcba9876543210");

        assertThat(keys.active().id()).isEqualTo("realm:kid-2");
        assertThat(keys.find(id)).map(SealingKey::id).hasValue("realm:kid-1");
    }

    @Test
    void removedRealmKeyIsGone() {
        String id = keys.active().id();
        keycloak.putAesKey("kid-2", "fedcba9876543210");
        keycloak.removeAesKey("kid-1");

        assertThat(keys.find(id)).isEmpty();
    }

    @Test
    void vaultEntrySealsWhereItIsNamed() {
        useVault("now", MASTER);

        assertThat(keys.active().id()).matches("vault:[0-9a-f]{16}");
        assertThat(keys.find(keys.active().id())).isPresent();
    }

    @Test
    void blanksAroundReferenceAndContentDoNotMatter() {
        useVault("now", MASTER);
        String id = keys.active().id();
        keycloak.putVault("now", MASTER + "\n");
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, " ${vault.now} ");

        assertThat(keys.active().id()).isEqualTo(id);
    }

    @Test
    void realmKeyStillOpensOnceAVaultEntrySeals() {
        String id = keys.active().id();
        useVault("now", MASTER);

        assertThat(keys.find(id)).isPresent();
    }

    @Test
    void vaultEntryWithAnotherContentIsAnotherKey() {
        useVault("now", MASTER);
        String id = keys.active().id();
        keycloak.putVault("now", OTHER_MASTER);

        assertThat(keys.active().id()).isNotEqualTo(id);
        assertThat(keys.find(id)).isEmpty();
    }

    @Test
    void previousVaultEntriesStillOpen() {
        useVault("first", MASTER);
        String first = keys.active().id();
        useVault("second", OTHER_MASTER);
        String second = keys.active().id();
        useVault("third", "yet another master secret, long enough");

        keycloak.setAttribute(
                RealmKeyRing.PREVIOUS_KEYS_ATTRIBUTE, "${vault.gone}, ${vault.second} ,, in clear,${vault.first}");

        assertThat(keys.find(first)).map(SealingKey::id).hasValue(first);
        assertThat(keys.find(second)).map(SealingKey::id).hasValue(second);
        assertThat(keys.active().id()).isNotIn(first, second);
    }

    @Test
    void previousVaultEntryThatIsNotNamedIsGone() {
        useVault("first", MASTER);
        String first = keys.active().id();
        useVault("second", OTHER_MASTER);

        assertThat(keys.find(first)).isEmpty();
    }

    @Test
    void previousVaultEntryStillOpensWhereTheRealmKeySealsAgain() {
        useVault("first", MASTER);
        String first = keys.active().id();
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, null);
        keycloak.setAttribute(RealmKeyRing.PREVIOUS_KEYS_ATTRIBUTE, "${vault.first}");

        assertThat(keys.active().id()).isEqualTo("realm:kid-1");
        assertThat(keys.find(first)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a literal key of more than 32 characters",
                "${vault.}",
                "${vault.now",
                "vault.now",
                "x${vault.now}",
                "${vault.now}x",
                "${env.KEY}"
            })
    void keyInClearIsRefusedAndNotShown(String literal) {
        keycloak.putVault("now", MASTER);
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, literal);

        assertThatThrownBy(keys::active)
                .isInstanceOf(SealException.class)
                .hasMessageContaining(RealmKeyRing.KEY_ATTRIBUTE)
                .hasMessageNotContaining("literal");
    }

    @Test
    void missingVaultEntryDoesNotFallBackToTheRealmKey() {
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, "${vault.gone}");

        assertThatThrownBy(keys::active).isInstanceOf(SealException.class).hasMessageContaining("${vault.gone}");
    }

    /** Without a vault, Keycloak gives the reference itself as the secret. */
    @Test
    void referenceItselfIsNoKey() {
        useVault("a-name-that-is-longer-than-a-key-must-be", "${vault.a-name-that-is-longer-than-a-key-must-be}");

        assertThatThrownBy(keys::active).isInstanceOf(SealException.class).hasMessageContaining("no vault");
    }

    @Test
    void shortKeyIsRefusedAndNotShown() {
        useVault("now", MASTER.substring(1));

        assertThatThrownBy(keys::active)
                .isInstanceOf(SealException.class)
                .hasMessageContaining("32")
                .hasMessageNotContaining("master");
    }

    @Test
    void blanksDoNotMakeAKeyLonger() {
        useVault("now", " ".repeat(40) + "short");

        assertThatThrownBy(keys::active).isInstanceOf(SealException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kid-1", "realm:", "realm:kid-9", "vault:", "vault:0000000000000000", "other:kid-1"})
    void unknownIdIsNoKey(String id) {
        useVault("now", MASTER);

        assertThat(keys.find(id)).isEmpty();
    }

    /** Keycloak's vaults throw bare exceptions for an unreadable file or a broken key store. */
    @Test
    void vaultThatCannotBeReadIsNamedAndNoKey() {
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, "${vault.now}");
        VaultTranscriber broken = mock();
        when(broken.getStringSecret(anyString())).thenThrow(new RuntimeException("no permission"));
        when(keycloak.session.vault()).thenReturn(broken);

        assertThatThrownBy(keys::active).isInstanceOf(SealException.class).hasMessageContaining("${vault.now}");
        assertThat(keys.find("vault:0000000000000000")).isEmpty();
    }

    private void useVault(String name, String master) {
        keycloak.putVault(name, master);
        keycloak.setAttribute(RealmKeyRing.KEY_ATTRIBUTE, "${vault." + name + "}");
    }
}
