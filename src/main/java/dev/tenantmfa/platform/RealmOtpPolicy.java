package dev.tenantmfa.platform;

import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import org.jboss.logging.Logger;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.RealmModel;

/** The parts of the realm's OTP policy that apply to TOTP. */
public final class RealmOtpPolicy {

    private static final Logger LOG = Logger.getLogger(RealmOtpPolicy.class);
    private static final TotpParameters DEFAULT = new TotpParameters(6, 30, TotpAlgorithm.SHA1);
    private static final int MAX_LOOK_AROUND = 10;

    private RealmOtpPolicy() {}

    /**
     * The parameters of a new TOTP. A policy for HOTP has digits and algorithm too; the period is then 30 seconds.
     * Keycloak stores any values, so the default replaces a policy that no authenticator app could follow.
     */
    public static TotpParameters parameters(RealmModel realm) {
        OTPPolicy policy = realm.getOTPPolicy();
        int period = policy.getPeriod() > 0 ? policy.getPeriod() : DEFAULT.periodSeconds();
        try {
            return new TotpParameters(policy.getDigits(), period, TotpAlgorithm.of(policy.getAlgorithm()));
        } catch (IllegalArgumentException e) {
            LOG.warnf("The OTP policy of realm %s is not used: %s", realm.getName(), e.getMessage());
            return DEFAULT;
        }
    }

    /** Time steps accepted on each side of now; Keycloak's "look around window". */
    public static int lookAround(RealmModel realm) {
        return Math.max(0, Math.min(MAX_LOOK_AROUND, realm.getOTPPolicy().getLookAheadWindow()));
    }
}
