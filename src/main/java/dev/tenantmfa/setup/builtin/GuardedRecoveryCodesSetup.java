package dev.tenantmfa.setup.builtin;

import com.google.auto.service.AutoService;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.RecoveryAuthnCodesAction;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own setup of recovery codes. */
@AutoService(RequiredActionFactory.class)
public final class GuardedRecoveryCodesSetup extends RecoveryAuthnCodesAction {

    /** Keycloak's returns an instance of its own class. */
    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        BuiltInSetupGuard.page(context, super::requiredActionChallenge);
    }

    @Override
    public void processAction(RequiredActionContext context) {
        BuiltInSetupGuard.answer(context, super::processAction);
    }

    @Override
    public int order() {
        return BuiltInSetupGuard.ORDER;
    }
}
