package dev.tenantmfa.tenant.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.provider.AmrReference;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class DirectGrantUserFactory implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-direct-grant-user";

    /** Off by default: it discloses whether an address has an account, and lets anybody create one. */
    static final BooleanSetting CREATE_TENANT = Setting.key("createTenantOnFirstLogin")
            .or(false)
            .label("Create tenant on first login")
            .help(
                    "Whether a login with an unknown email address and a password that the realm allows creates an account and a "
                            + "tenant. The tenant is named by the parameter tenant_name or, without it, the local part of the address.");

    static final IntSetting SIGN_UPS_PER_HOUR = Setting.key("signUpsPerHour")
            .range(1, 1000)
            .or(10)
            .label("Sign-ups per hour")
            .help(
                    "Maximum number of accounts per hour that first logins from one IP address (IPv6: one /64 network) can create.");

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
        return "Identifies the user of a login without a browser: by the parameters tenant and username, by email address, or "
                + "by the username in the realm. Use it in place of Keycloak's username validation, before the password.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.concat(
                        Stream.of(CREATE_TENANT.property(), SIGN_UPS_PER_HOUR.property()), AmrReference.none().stream())
                .toList();
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new DirectGrantUser(session);
    }
}
