package dev.tenantmfa.tenant.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class DirectGrantUserFactory implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-direct-grant-user";

    /** Off: it tells whether an address has an account, and lets anybody make one. */
    static final BooleanSetting CREATE_TENANT = new BooleanSetting(
            "createTenantOnFirstLogin",
            false,
            "Create tenant on first login",
            "Whether a login with an unknown e-mail address and a password that the realm allows creates an account, and "
                    + "a tenant that it owns, called as the parameter tenant_name says or by the part before the @.");

    static final IntSetting SIGN_UPS_PER_HOUR = new IntSetting(
            "signUpsPerHour",
            10,
            1,
            1000,
            "Sign-ups an hour",
            "Accounts that first logins from one address (of IPv6: one /64 network) may create within an hour.");

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED};

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Tenant user (direct grant)";
    }

    @Override
    public String getHelpText() {
        return "Finds out who logs in without a browser: by the parameters tenant and username, by e-mail address, or by "
                + "the realm's username. Stands where Keycloak's username validation would, before the password.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(CREATE_TENANT.property(), SIGN_UPS_PER_HOUR.property());
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new DirectGrantUser(session);
    }
}
