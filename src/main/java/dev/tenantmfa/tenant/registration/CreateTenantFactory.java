package dev.tenantmfa.tenant.registration;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.List;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(FormActionFactory.class)
public final class CreateTenantFactory implements FormActionFactory, WithoutLifecycle<FormAction>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-registration-tenant";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    static final BooleanSetting NAME_REQUIRED = Setting.key("tenantNameRequired")
            .or(true)
            .label("Tenant required")
            .help(
                    "Whether users who register must create a tenant. Otherwise, users who leave the name empty get an account "
                            + "without a tenant.");

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
        return "Creates a tenant and makes the registered user its owner. Place it after the creation of the user, on the "
                + "page of the same name. Does nothing if the user accepts an invitation.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(NAME_REQUIRED.property());
    }

    @Override
    public FormAction create(KeycloakSession session) {
        return new CreateTenant(session);
    }
}
