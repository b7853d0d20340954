package dev.tenantmfa.tenant.registration;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.authentication.FormAuthenticator;
import org.keycloak.authentication.FormAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The page; {@link CreateTenantFactory} is the step after it. */
@AutoService(FormAuthenticatorFactory.class)
public final class TenantRegistrationPageFactory
        implements FormAuthenticatorFactory, WithoutLifecycle<FormAuthenticator>, FlowStep {

    public static final String PROVIDER_ID = CreateTenantFactory.PROVIDER_ID;

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Create tenant";
    }

    @Override
    public String getHelpText() {
        return "Shows the registration form of the realm, with an additional field for the name of the new tenant.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public FormAuthenticator create(KeycloakSession session) {
        return new TenantRegistrationPage();
    }
}
