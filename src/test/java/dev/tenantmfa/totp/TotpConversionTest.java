package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.SecondFactor.HandedOver;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.platform.seal.CredentialSeal;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

import static org.assertj.core.api.Assertions.assertThat;

/** Apps are converted to Keycloak's own. */
class TotpConversionTest extends TotpFactorFixture {
    @Test
    void appIsGivenToKeycloakWithAllThatItIs() throws Exception {
        TotpCredential app = TotpCredential.create(
                "user-1",
                secret,
                EIGHT,
                "Phone",
                step,
                RealmFixture.START,
                CredentialSeal.of(keycloak.session, keycloak.realm));
        keycloak.credentials.createStoredCredential(app.model());

        assertThat(factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START))
                .isEqualTo(new HandedOver(1, 0));

        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(TotpCredential.TYPE))
                .isEmpty();
        OTPCredentialModel otp =
                OTPCredentialModel.createFromCredentialModel(keycloak.credentials.only(OTPCredentialModel.TYPE));
        assertThat(otp.getDecodedSecret()).isEqualTo(secret.bytes());
        assertThat(otp.getOTPCredentialData().getSubType()).isEqualTo(OTPCredentialModel.TOTP);
        assertThat(otp.getOTPCredentialData().getDigits()).isEqualTo(8);
        assertThat(otp.getOTPCredentialData().getPeriod()).isEqualTo(30);
        assertThat(otp.getOTPCredentialData().getAlgorithm()).isEqualTo("HmacSHA512");
        assertThat(otp.getUserLabel()).isEqualTo("Phone");
        assertThat(otp.getCreatedDate()).isEqualTo(RealmFixture.START.toEpochMilli());
    }

    @Test
    void usedCodesOfAGivenAppAreUsedForKeycloakTooAndNoOthers() {
        add(secret, SIX, -1);
        check(code(secret, step));

        factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START);

        String otp = keycloak.credentials.only(OTPCredentialModel.TYPE).getId();
        assertThat(keycloak.singleUse.contains(otp + "." + code(secret, step - 1)))
                .isTrue();
        assertThat(keycloak.singleUse.contains(otp + "." + code(secret, step))).isTrue();
        assertThat(keycloak.singleUse.contains(otp + "." + code(secret, step + 1)))
                .isFalse();
        KeycloakOtpFactor builtIn = new KeycloakOtpFactor(keycloak.session);
        keycloak.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        assertThat(builtIn.check(
                        keycloak.realm,
                        keycloak.user,
                        CodeInput.of(code(secret, step)).orElseThrow(),
                        RealmFixture.START))
                .isEqualTo(USED);
        assertThat(builtIn.check(
                        keycloak.realm,
                        keycloak.user,
                        CodeInput.of(code(secret, step + 1)).orElseThrow(),
                        RealmFixture.START))
                .isEqualTo(new Check.Accepted(otp));
    }

    @Test
    void appWhoseSecretDoesNotOpenIsNotGiven() {
        add(secret, SIX, -1);
        keycloak.removeAesKey("kid-1");

        assertThat(factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START))
                .isEqualTo(new HandedOver(0, 1));

        assertThat(keycloak.credentials.only(TotpCredential.TYPE)).isNotNull();
        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE))
                .isEmpty();
    }

    @Test
    void appOfAFederatedPersonKeepsItsName() {
        InMemoryCredentials credentials = new InMemoryCredentials();
        UserModel person = RealmFixture.person("f:storage:ada", credentials);
        TotpCredential app = TotpCredential.create(
                person.getId(),
                secret,
                SIX,
                "Phone",
                step,
                RealmFixture.START,
                CredentialSeal.of(keycloak.session, keycloak.realm));
        credentials.createStoredCredential(app.model());

        factor.handOver(keycloak.realm, person, RealmFixture.START);

        assertThat(credentials.only(OTPCredentialModel.TYPE).getUserLabel()).isEqualTo("Phone");
    }

    @Test
    void givenAppWhoseNameKeycloaksOtpHasAlreadyGoesWithoutOne() {
        OTPCredentialModel there = OTPCredentialModel.createTOTP("secret", 6, 30, "HmacSHA1");
        there.setId("otp-1");
        there.setUserLabel("phone");
        keycloak.credentials.createStoredCredential(there);
        TotpCredential app = TotpCredential.create(
                "user-1",
                secret,
                SIX,
                "Phone",
                step,
                RealmFixture.START,
                CredentialSeal.of(keycloak.session, keycloak.realm));
        keycloak.credentials.createStoredCredential(app.model());

        factor.handOver(keycloak.realm, keycloak.user, RealmFixture.START);

        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE))
                .extracting(CredentialModel::getUserLabel)
                .containsExactly("phone", null);
    }
}
