package dev.tenantmfa.tenant.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.RunsAgain;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.setting.BooleanSetting;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class TenantAccessAuthenticatorFactory
        implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep, RunsAgain {

    public static final String PROVIDER_ID = "tmfa-tenant-access";

    static final BooleanSetting WITHOUT_TENANT = new BooleanSetting(
            "allowWithoutTenant",
            true,
            "Let in people of no tenant",
            "Whether people who belong to no tenant are let in, without tenant claims in their tokens.");

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Tenant access";
    }

    @Override
    public String getHelpText() {
        return "Decides which tenant a login is for and shuts out people of suspended tenants. Place it behind whatever "
                + "tells who the person is, single sign-on included, and before the second factor.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(WITHOUT_TENANT.property());
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new TenantAccessAuthenticator(session);
    }
}
