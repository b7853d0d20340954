package dev.tenantmfa.platform;

import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.RealmModel;

/** The realm's OTP policy, as far as it holds for TOTP. */
public final class RealmOtpPolicy {

    private static final int MAX_LOOK_AROUND = 10;

    private RealmOtpPolicy() {}

    /** What a new TOTP is made with. A policy for HOTP has digits and algorithm too; the period is then 30 seconds. */
    public static TotpParameters parameters(RealmModel realm) {
        OTPPolicy policy = realm.getOTPPolicy();
        int period = policy.getPeriod() > 0 ? policy.getPeriod() : 30;
        return new TotpParameters(policy.getDigits(), period, TotpAlgorithm.of(policy.getAlgorithm()));
    }

    /** Time steps accepted on each side of now; Keycloak calls it look around window. */
    public static int lookAround(RealmModel realm) {
        return Math.max(0, Math.min(MAX_LOOK_AROUND, realm.getOTPPolicy().getLookAheadWindow()));
    }
}
