package dev.tenantmfa.platform;

import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import org.jboss.logging.Logger;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.RealmModel;

/** The realm's OTP policy, as far as it holds for TOTP. */
public final class RealmOtpPolicy {

    private static final Logger LOG = Logger.getLogger(RealmOtpPolicy.class);
    private static final TotpParameters DEFAULT = new TotpParameters(6, 30, TotpAlgorithm.SHA1);
    private static final int MAX_LOOK_AROUND = 10;

    private RealmOtpPolicy() {}

    /**
     * What a new TOTP is made with. A policy for HOTP has digits and algorithm too; the period is then 30 seconds.
     * Keycloak stores what it is given: a policy that no authenticator app could follow counts as its default.
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

    /** Time steps accepted on each side of now; Keycloak calls it look around window. */
    public static int lookAround(RealmModel realm) {
        return Math.max(0, Math.min(MAX_LOOK_AROUND, realm.getOTPPolicy().getLookAheadWindow()));
    }
}
