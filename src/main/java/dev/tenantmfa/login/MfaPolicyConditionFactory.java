package dev.tenantmfa.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class MfaPolicyConditionFactory
        implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-condition-mfa-policy";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    static final BooleanSetting ASK_EVERYBODY = Setting.key("askEverybody")
            .or(false)
            .label("Ask everybody")
            .help(
                    "Whether all users must use a second factor here, regardless of the policies of tenants. Users without a "
                            + "second factor must set one up.");

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Condition - tenant MFA policy";
    }

    @Override
    public String getHelpText() {
        return "True if a second factor is due: at each new login of a user who has one, and whenever the policy of the "
                + "tenant requires one and the session was opened without one.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(ASK_EVERYBODY.property());
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new MfaPolicyCondition(session);
    }
}
