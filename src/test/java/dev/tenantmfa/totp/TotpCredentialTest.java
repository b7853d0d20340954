package dev.tenantmfa.totp;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TotpCredentialTest {

    private static final TotpSecret SECRET = TotpSecret.ofBase32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    private static final TotpParameters PARAMETERS = new TotpParameters(8, 60, TotpAlgorithm.SHA256);
    private static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_123L);

    private final RealmFixture keycloak = new RealmFixture();
    private final CredentialSeal seal = CredentialSeal.of(keycloak.session, keycloak.realm);

    @Test
    void whatWasCreatedIsReadBack() {
        TotpCredential created = create("Phone");

        TotpCredential read = TotpCredential.of(created.model()).orElseThrow();

        assertThat(read.id()).isEqualTo(created.id()).isNotBlank();
        assertThat(read.parameters()).isEqualTo(PARAMETERS);
        assertThat(read.lastStep()).isEqualTo(4711);
        assertThat(read.secret("user-1", seal)).isEqualTo(SECRET);
        assertThat(created.model().getType()).isEqualTo("tmfa-totp");
        assertThat(created.model().getUserLabel()).isEqualTo("Phone");
        assertThat(created.model().getCreatedDate()).isEqualTo(CREATED.toEpochMilli());
    }

    @Test
    void deviceNameMayBeMissing() {
        assertThat(create(null).model().getUserLabel()).isNull();
    }

    @Test
    void secretStandsNowhereInClear() {
        CredentialModel model = create("Phone").model();

        assertThat(model.getSecretData() + model.getCredentialData())
                .doesNotContain(SECRET.base32(), "12345678901234567890", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA");
    }

    @Test
    void secretOfSomebodyElseOrAnotherCredentialDoesNotOpen() {
        TotpCredential mine = create("Phone");
        assertThatThrownBy(() -> mine.secret("user-2", seal)).isInstanceOf(SealException.class);

        CredentialModel copied = mine.model().shallowClone();
        copied.setId("another-id");
        assertThatThrownBy(() -> TotpCredential.of(copied).orElseThrow().secret("user-1", seal))
                .isInstanceOf(SealException.class);
    }

    @Test
    void acceptedStepIsRemembered() {
        TotpCredential credential = create("Phone");

        credential.accept(4712, CREATED.plusSeconds(60), "user-1", SECRET, seal);

        TotpCredential read = TotpCredential.of(credential.model()).orElseThrow();
        assertThat(read.lastStep()).isEqualTo(4712);
        assertThat(read.parameters()).isEqualTo(PARAMETERS);
        assertThat(credential.model().getCredentialData())
                .contains("\"lastUsedAt\":" + CREATED.plusSeconds(60).toEpochMilli());
        assertThat(read.secret("user-1", seal)).isEqualTo(SECRET);
    }

    @Test
    void acceptingSealsAnewOnlyAfterARotation() {
        TotpCredential credential = create("Phone");
        String sealed = credential.model().getSecretData();

        credential.accept(4712, CREATED, "user-1", SECRET, seal);
        assertThat(credential.model().getSecretData()).isEqualTo(sealed);

        keycloak.putAesKey("kid-2", "fedcba9876543210");
        credential.accept(4713, CREATED, "user-1", SECRET, seal);
        assertThat(seal.isOutdated(credential.model().getSecretData())).isFalse();

        keycloak.removeAesKey("kid-1");
        assertThat(credential.secret("user-1", seal)).isEqualTo(SECRET);
    }

    @Test
    void newKeyThatCannotBeHadKeepsNobodyOut() {
        TotpCredential credential = create("Phone");
        String sealed = credential.model().getSecretData();
        keycloak.setAttribute("tenant-mfa.encryption-key", "${vault.not-there}");

        credential.accept(4712, CREATED, "user-1", SECRET, seal);

        assertThat(TotpCredential.of(credential.model()).orElseThrow().lastStep())
                .isEqualTo(4712);
        assertThat(credential.model().getSecretData()).isEqualTo(sealed);
        assertThat(credential.secret("user-1", seal)).isEqualTo(SECRET);
    }

    @Test
    void storedModelIsNotChangedByReading() {
        CredentialModel stored = create("Phone").model();
        String before = stored.getCredentialData();

        TotpCredential.of(stored).orElseThrow().accept(9999, CREATED, "user-1", SECRET, seal);

        assertThat(stored.getCredentialData()).isEqualTo(before);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"digits\":6,\"period\":30}",
                "{\"digits\":5,\"period\":30,\"algorithm\":\"HmacSHA1\",\"lastStep\":1}",
                "{\"digits\":6,\"period\":0,\"algorithm\":\"HmacSHA1\",\"lastStep\":1}",
                "{\"digits\":6,\"period\":30,\"algorithm\":\"HmacMD5\",\"lastStep\":1}",
                "{\"digits\":6,\"period\":30,\"algorithm\":null,\"lastStep\":1}",
                "{\"digits\":\"six\",\"period\":30,\"algorithm\":\"HmacSHA1\",\"lastStep\":1}",
                "{\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\",\"lastStep\":99999999999999999999}"
            })
    void dataThatIsNotReadableIsNoCredential(String data) {
        CredentialModel stored = create("Phone").model();
        stored.setCredentialData(data);

        assertThat(TotpCredential.of(stored)).isEmpty();
    }

    @Test
    void dataOfALaterVersionIsReadable() {
        CredentialModel stored = create("Phone").model();
        stored.setCredentialData("{\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\",\"lastStep\":1,\"new\":{}}");

        assertThat(TotpCredential.of(stored)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"Phone, true", "phone, true", "' PHONE ', true", "Phone 2, false", "Pho, false"})
    void labelIsTakenWhateverItsCaseAndBlanks(String label, boolean taken) {
        keycloak.credentials.createStoredCredential(create(null).model());
        keycloak.credentials.createStoredCredential(create("Phone").model());

        assertThat(TotpCredential.hasLabel(keycloak.user, label)).isEqualTo(taken);
    }

    private TotpCredential create(String deviceName) {
        return TotpCredential.create("user-1", SECRET, PARAMETERS, deviceName, 4711, CREATED, seal);
    }
}
