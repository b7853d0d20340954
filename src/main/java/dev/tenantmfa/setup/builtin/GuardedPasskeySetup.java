package dev.tenantmfa.setup.builtin;

import com.google.auto.service.AutoService;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegister;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegister;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own setup of passkeys. */
@AutoService(RequiredActionFactory.class)
public final class GuardedPasskeySetup extends WebAuthnPasswordlessRegisterFactory {

    @Override
    protected WebAuthnRegister createProvider(KeycloakSession session, CertPathTrustworthinessVerifier trustVerifier) {
        return new WebAuthnPasswordlessRegister(session, trustVerifier) {
            @Override
            public void requiredActionChallenge(RequiredActionContext context) {
                BuiltInSetupGuard.page(context, super::requiredActionChallenge);
            }

            @Override
            public void processAction(RequiredActionContext context) {
                BuiltInSetupGuard.answer(context, super::processAction);
            }
        };
    }

    @Override
    public int order() {
        return BuiltInSetupGuard.ORDER;
    }
}
