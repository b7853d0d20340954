package dev.tenantmfa.setup.form;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.BuildInfo;
import dev.tenantmfa.platform.KeycloakVersion;
import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

@AutoService(RequiredActionFactory.class)
public final class ConfigureActionFactory
        implements RequiredActionFactory, WithoutLifecycle<RequiredActionProvider>, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = ConfigureAction.ID;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayText() {
        return "Set up authenticator app and backup codes";
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        List<ProviderConfigProperty> properties = new ArrayList<>(MAX_AUTH_AGE_CONFIG_PROPERTIES);
        properties.addAll(SetupSettings.properties());
        return properties;
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new ConfigureAction(session);
    }

    /** A mail link to this action stops working when the action is completed. */
    @Override
    public boolean isOneTimeAction() {
        return true;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return BuildInfo.operationalInfo();
    }

    /** The only place where the server checks whether it can run this extension. */
    @Override
    public void init(Config.Scope config) {
        KeycloakVersion.require();
    }
}
