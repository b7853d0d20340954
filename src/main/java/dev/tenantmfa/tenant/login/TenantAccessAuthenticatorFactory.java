package dev.tenantmfa.tenant.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.ReevaluatedOnResume;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.provider.AmrReference;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class TenantAccessAuthenticatorFactory
        implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep, ReevaluatedOnResume {

    public static final String PROVIDER_ID = "tmfa-tenant-access";

    static final BooleanSetting WITHOUT_TENANT = Setting.key("allowWithoutTenant")
            .or(true)
            .label("Allow users without a tenant")
            .help("Whether users who are not a member of any tenant can log in. Their tokens have no tenant claims.");

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
        return "Selects the tenant of a login and denies access to members of suspended tenants. Place it after the step "
                + "that identifies the user (including single sign-on) and before the second factor.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.concat(Stream.of(WITHOUT_TENANT.property()), AmrReference.none().stream())
                .toList();
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new TenantAccessAuthenticator(session);
    }
}
