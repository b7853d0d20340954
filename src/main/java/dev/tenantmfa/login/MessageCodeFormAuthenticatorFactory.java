package dev.tenantmfa.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.AmrReference;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class MessageCodeFormAuthenticatorFactory
        implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-message-code-form";

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    private @Nullable String credentialType;

    @Override
    public void postInit(KeycloakSessionFactory server) {
        credentialType =
                InstalledFactors.of(server).typeOf(FactorKind.MESSAGE_CODE).orElse(null);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Message code (SMS or e-mail)";
    }

    @Override
    public String getHelpText() {
        return "Sends a code to the user's phone, or to the email address if the realm allows it, and asks for the code. "
                + "Place it after the password, as an alternative to the form for TOTP and backup codes, in a sub-flow "
                + "of their own.";
    }

    /** The credential type whose removal Keycloak protects with the authentication level of this step in the flow. */
    @Override
    public @Nullable String getReferenceCategory() {
        return credentialType;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return AmrReference.properties("sms");
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new MessageCodeFormAuthenticator(session);
    }
}
