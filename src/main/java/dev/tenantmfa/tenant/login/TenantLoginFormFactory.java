package dev.tenantmfa.tenant.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.provider.AmrReference;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class TenantLoginFormFactory implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-tenant-login-form";

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Tenant sign-in form";
    }

    @Override
    public String getHelpText() {
        return "Asks for tenant, username and password. Without a tenant, it accepts an email address or the username in "
                + "the realm. Use it in place of Keycloak's username password form.";
    }

    @Override
    public String getReferenceCategory() {
        return PasswordCredentialModel.TYPE;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return AmrReference.properties("pwd");
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new TenantLoginForm(session);
    }
}
