package dev.tenantmfa.setup.builtin;

import com.google.auto.service.AutoService;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.requiredactions.UpdateTotp;

/** Keycloak's own setup of one-time passwords. */
@AutoService(RequiredActionFactory.class)
public final class GuardedAppSetup extends UpdateTotp {

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
