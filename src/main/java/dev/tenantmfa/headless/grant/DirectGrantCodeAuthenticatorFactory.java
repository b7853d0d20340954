package dev.tenantmfa.headless.grant;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.ReferenceValue;
import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class DirectGrantCodeAuthenticatorFactory
        implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-direct-grant-code";

    /** The type whose removal Keycloak guards with the level at which this form stands in a flow. */
    static final String CREDENTIAL_TYPE = "tmfa-totp";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "MFA code (direct grant)";
    }

    @Override
    public String getHelpText() {
        return "Accepts a code of the authenticator app or a backup code in the parameter totp or otp. Place it after the "
                + "password, in a sub-flow with the condition of the tenant MFA policy.";
    }

    @Override
    public String getReferenceCategory() {
        return CREDENTIAL_TYPE;
    }

    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return Set.of("tmfa-backup-codes", OTPCredentialModel.TYPE, RecoveryAuthnCodesCredentialModel.TYPE);
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ReferenceValue.properties("otp");
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new DirectGrantCodeAuthenticator(SecondFactors.of(session));
    }
}
