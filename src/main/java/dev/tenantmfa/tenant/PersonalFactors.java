package dev.tenantmfa.tenant;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorsReset;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.MfaSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** What tenants may know and do about people's second factors: whether there is one, whether it was used, start over. */
public final class PersonalFactors {

    private static final Set<String> SECOND_FACTORS = Set.of(
            "tmfa-totp",
            "tmfa-backup-codes",
            "tmfa-phone",
            OTPCredentialModel.TYPE,
            RecoveryAuthnCodesCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR);

    /** Keycloak's own note of the last real login, in seconds; the browser's logins set it. */
    private static final String AUTH_TIME = "AUTH_TIME";

    private final KeycloakSession session;
    private final SecondFactors factors;

    private PersonalFactors(KeycloakSession session) {
        this.session = session;
        this.factors = SecondFactors.of(session);
    }

    public static PersonalFactors of(KeycloakSession session) {
        return new PersonalFactors(session);
    }

    /** Whether the person has an authenticator app. */
    public boolean hasTotp(UserModel person) {
        return factors.kindsOf(person).contains(FactorKind.TOTP);
    }

    /** Whether the person has any second factor. */
    public boolean hasAny(UserModel person) {
        return factors.isConfiguredFor(person);
    }

    /** Whether a second factor was used in the session. */
    public static boolean wereUsedIn(UserSessionModel session) {
        return MfaSession.verifiedIn(session).isPresent();
    }

    /** Whether the session's last login is at most that old and used a second factor. */
    public static boolean wereUsedWithin(UserSessionModel session, Duration age) {
        return wereUsedIn(session)
                && !lastLogin(session).isBefore(KeycloakClock.now().minus(age));
    }

    /** Takes all second factors away and ends the person's sessions. The person sets a factor up anew. */
    public void reset(UserModel person) {
        List<String> ids = person.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> SECOND_FACTORS.contains(credential.getType()))
                .map(CredentialModel::getId)
                .toList();
        ids.forEach(person.credentialManager()::removeStoredCredentialById);
        SecondFactors.clearLimits(session, session.getContext().getRealm(), person);
        session.getKeycloakSessionFactory()
                .publish(new FactorsReset(session, session.getContext().getRealm(), person));
        new TenantSessions(session).endAllOf(person);
    }

    private static Instant lastLogin(UserSessionModel session) {
        String noted = session.getNote(AUTH_TIME);
        if (noted == null) {
            return Instant.ofEpochSecond(session.getStarted());
        }
        try {
            return Instant.ofEpochSecond(Long.parseLong(noted));
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }
}
