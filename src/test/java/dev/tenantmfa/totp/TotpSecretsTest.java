package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.TotpSecret;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Secrets that do not open, and secrets that are sealed again. */
class TotpSecretsTest extends TotpFactorFixture {
    @Test
    void rowThatWasCopiedFromSomebodyElseIsUnusable() {
        InMemoryCredentials others = new InMemoryCredentials();
        UserModel other = RealmFixture.person("user-2", others);
        others.createStoredCredential(add(secret, SIX, -1).model());

        assertThat(factor.check(keycloak.realm, other, input(code(secret, step)), keycloak.clock.now()))
                .isEqualTo(new Check.Unusable());
    }

    @Test
    void secretWhoseKeyIsGoneIsUnusableAndStillCountsAsAFactor() {
        add(secret, SIX, -1);
        keycloak.removeAesKey("kid-1");

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(check(code(secret, step))).isEqualTo(new Check.Unusable());
    }

    @Test
    void dataThatIsNotReadableIsUnusableAndTakesEveryCode() {
        CredentialModel model = add(secret, SIX, -1).model();
        model.setCredentialData("garbage");
        keycloak.credentials.updateStoredCredential(model);

        assertThat(factor.isConfiguredFor(keycloak.realm, keycloak.user)).isTrue();
        assertThat(factor.takes(keycloak.realm, keycloak.user, input("1234567890")))
                .isTrue();
        assertThat(check(code(secret, step))).isEqualTo(new Check.Unusable());
    }

    @Test
    void guessAtAReadableAppBesideABrokenOneIsRefused() {
        CredentialModel broken = add(secret, SIX, -1).model();
        broken.setSecretData("{}");
        keycloak.credentials.updateStoredCredential(broken);
        add(TotpSecret.generate(SecretGenerator.getInstance()::randomBytes), SIX, -1);

        assertThat(check(code(secret, step))).isEqualTo(WRONG);
    }

    @Test
    void usedCodeIsSealedAnewAfterARotation() {
        add(secret, SIX, -1);
        keycloak.putAesKey("kid-2", "fedcba9876543210");

        assertThat(check(code(secret, step))).isInstanceOf(Check.Accepted.class);

        keycloak.removeAesKey("kid-1");
        assertThat(check(code(secret, step + 1))).isInstanceOf(Check.Accepted.class);
    }

    @Test
    void codeIsAcceptedWhereTheNewKeyCannotBeHad() {
        add(secret, SIX, -1);
        keycloak.setAttribute("tenant-mfa.encryption-key", "${vault.not-there}");

        assertThat(check(code(secret, step))).isInstanceOf(Check.Accepted.class);
        assertThat(check(code(secret, step))).isEqualTo(USED);
    }
}
