package dev.tenantmfa.setup;

import dev.tenantmfa.otp.TotpParameters;
import java.util.List;
import org.keycloak.authentication.otp.OTPApplicationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.credential.OTPCredentialModel;

/** The authenticator apps that Keycloak knows to support an OTP policy, as its admin console lists them. */
public final class SupportedApps {

    private SupportedApps() {}

    /** Keys of their names in the bundles of the login theme, in alphabetical order; empty if none supports it. */
    public static List<String> of(KeycloakSession session, TotpParameters parameters) {
        OTPPolicy policy = new OTPPolicy(
                OTPCredentialModel.TOTP,
                parameters.algorithm().macName(),
                0,
                parameters.digits(),
                1,
                parameters.periodSeconds());
        return session.getAllProviders(OTPApplicationProvider.class).stream()
                .filter(app -> app.supports(policy))
                .map(OTPApplicationProvider::getName)
                .sorted()
                .toList();
    }
}
