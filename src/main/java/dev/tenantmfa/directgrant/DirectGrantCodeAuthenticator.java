package dev.tenantmfa.directgrant;

import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.LevelOfAuthentication;
import dev.tenantmfa.platform.MfaSession;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Takes a TOTP or backup code from the parameter {@code totp} or {@code otp} of a password grant. Belongs behind the
 * password.
 */
final class DirectGrantCodeAuthenticator implements Authenticator {

    private final SecondFactors factors;

    DirectGrantCodeAuthenticator(SecondFactors factors) {
        this.factors = factors;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Set<FactorKind> kinds = factors.kindsOf(context.getUser());
        if (kinds.isEmpty()) {
            // Nobody failed here: the client is told what to do, and no attempt is counted.
            context.challenge(MfaErrors.enrolmentRequired());
            return;
        }
        MultivaluedMap<String, String> parameters = context.getHttpRequest().getDecodedFormParameters();
        String code = parameters.getFirst("totp");
        if (code == null || code.isBlank()) {
            code = parameters.getFirst("otp");
        }
        Verification verification = factors.verify(context.getUser(), code);
        FactorEvents.describe(context.getEvent(), verification);
        if (verification instanceof Verification.Accepted accepted) {
            MfaSession.mark(context.getAuthenticationSession(), accepted.kind().id(), KeycloakClock.now());
            LevelOfAuthentication.reached(context, DirectGrantCodeAuthenticatorFactory.CREDENTIAL_TYPE);
            context.success(OTPCredentialModel.TYPE);
        } else if (verification instanceof Verification.Missing) {
            context.challenge(MfaErrors.codeRequired(EnumSet.copyOf(kinds)));
        } else {
            FactorEvents.errorOf(verification)
                    .ifPresent(
                            error -> context.getEvent().user(context.getUser()).error(error));
            context.failure(AuthenticationFlowError.INVALID_CREDENTIALS, MfaErrors.of(verification));
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    /** Always, since who has no factor and must have one is answered here. */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
