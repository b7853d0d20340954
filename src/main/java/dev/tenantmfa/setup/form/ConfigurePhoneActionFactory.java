package dev.tenantmfa.setup.form;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.BuildInfo;
import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.Map;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

@AutoService(RequiredActionFactory.class)
public final class ConfigurePhoneActionFactory
        implements RequiredActionFactory, WithoutLifecycle<RequiredActionProvider>, ServerInfoAwareProviderFactory {

    public static final String PROVIDER_ID = ConfigurePhoneAction.ID;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayText() {
        return "Set up phone for message codes";
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new ConfigurePhoneAction(session);
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
}
