package dev.tenantmfa.accesspass;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.fixture.CountingPasswordHash;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

class AccessPassFactorTest {

    private static final Check WRONG = new Check.Refused(Reason.WRONG);
    private static final Check USED = new Check.Refused(Reason.USED);
    private static final Duration LIFETIME = Duration.ofMinutes(60);

    private final RealmFixture keycloak = new RealmFixture();
    private final CountingPasswordHash passwordHash = new CountingPasswordHash("argon2");
    private final AccessPassFactor factor = new AccessPassFactor(keycloak.session);
    private final AccessPassCode code = new AccessPassCode("0123456789AB");

    @BeforeEach
    void installTheHash() {
        when(keycloak.session.getProvider(PasswordHashProvider.class)).thenReturn(passwordHash);
        when(keycloak.session.getProvider(PasswordHashProvider.class, "argon2")).thenReturn(passwordHash);
    }

    @Test
    void passIsGoodOnce() {
        store();
        String id = keycloak.credentials.only(AccessPasses.TYPE).getId();

        assertThat(check(code.grouped().toLowerCase(Locale.ROOT))).isEqualTo(new Check.Accepted(id));
        assertThat(stored()).isZero();
        assertThat(check(code.grouped())).isEqualTo(WRONG);
    }

    @Test
    void passThatAnotherNodeClaimedIsRefusedThoughItIsStillStored() {
        store();
        CredentialModel before = keycloak.credentials.only(AccessPasses.TYPE);
        check(code.text());
        keycloak.credentials.createStoredCredential(before);

        assertThat(check(code.text())).isEqualTo(USED);
    }

    @Test
    void wrongPassCostsOneHashAndChangesNothing() {
        store();

        assertThat(check("0123-4567-89AC")).isEqualTo(WRONG);

        assertThat(passwordHash.compared()).isEqualTo(1);
        assertThat(stored()).isEqualTo(1);
        assertThat(keycloak.singleUse.keys()).isEmpty();
    }

    @Test
    void passIsValidUntilItsEnd() {
        store();
        Instant end = RealmFixture.START.plus(LIFETIME);

        assertThat(checkAt(code.text(), end)).isEqualTo(WRONG);
        assertThat(checkAt(code.text(), end.minusMillis(1))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void passIsNoFactorThatTheUserHas() {
        store();

        assertThat(factor.isEnrolledFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(factor.offered(keycloak.realm)).isEmpty();
        assertThat(factor.methodsOf(keycloak.realm, keycloak.user)).isEmpty();
        assertThat(factor.takesDigitsOnly()).isFalse();
    }

    @Test
    void onlyTheShapeOfAPassIsTaken() {
        assertThat(takes("0123456789ab")).isTrue();
        assertThat(takes("123456")).isFalse();
        assertThat(takes("1234567890")).isFalse();
        assertThat(takes("UUUUUUUUUUUU")).isFalse();
    }

    @Test
    void codeIsStoredHashedAndSealed() {
        store();
        CredentialModel model = keycloak.credentials.only(AccessPasses.TYPE);

        assertThat(model.getSecretData()).startsWith("{\"sealed\":\"tmfa1.");
        assertThat(model.getCredentialData())
                .isEqualTo("{\"expiresAt\":" + RealmFixture.START.plus(LIFETIME).toEpochMilli()
                        + ",\"maker\":\"tenant-1\"}");
        assertThat(model.getSecretData() + model.getCredentialData() + model.getUserLabel())
                .doesNotContain(code.text());
    }

    @Test
    void passWhoseKeyIsGoneIsUnusable() {
        store();
        keycloak.removeAesKey("kid-1");

        assertThat(check(code.text())).isEqualTo(new Check.Unusable());
    }

    @Test
    void passOfSomebodyElseDoesNotOpen() {
        store();
        InMemoryCredentials others = new InMemoryCredentials();
        UserModel other = RealmFixture.person("user-2", others);
        others.createStoredCredential(keycloak.credentials.only(AccessPasses.TYPE));

        assertThat(factor.check(keycloak.realm, other, input(code.text()), keycloak.clock.now()))
                .isEqualTo(new Check.Unusable());
    }

    /** It must keep nobody out, unlike a damaged factor. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "null", "{}", "[]", "x", "{\"expiresAt\":\"x\"}"})
    void passThatIsNotReadableCountsAsNone(String data) {
        CredentialModel model = new CredentialModel();
        model.setType(AccessPasses.TYPE);
        model.setCredentialData(data);
        keycloak.credentials.createStoredCredential(model);

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(check(code.text())).isEqualTo(WRONG);
    }

    private void store() {
        AccessPassCredential.store(
                keycloak.session,
                keycloak.realm,
                keycloak.user,
                code,
                RealmFixture.START,
                RealmFixture.START.plus(LIFETIME),
                "tenant-1");
    }

    private long stored() {
        return keycloak.credentials
                .getStoredCredentialsByTypeStream(AccessPasses.TYPE)
                .count();
    }

    private Check check(String typed) {
        return checkAt(typed, keycloak.clock.now());
    }

    private Check checkAt(String typed, Instant now) {
        return factor.check(keycloak.realm, keycloak.user, input(typed), now);
    }

    private boolean takes(String typed) {
        return factor.takes(keycloak.realm, keycloak.user, input(typed));
    }

    private static CodeInput input(String typed) {
        return CodeInput.of(typed).orElseThrow();
    }
}
