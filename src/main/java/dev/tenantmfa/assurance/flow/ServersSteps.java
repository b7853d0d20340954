package dev.tenantmfa.assurance.flow;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.WebAuthnPolicy;
import org.keycloak.provider.ProviderFactory;

/** What the steps that are installed on the server do in a realm. */
record ServersSteps(KeycloakSession session, RealmModel realm) {

    private static final String ORGANIZATION = "organization";

    StepKind kind(String authenticator) {
        KeycloakSessionFactory server = session.getKeycloakSessionFactory();
        ProviderFactory<?> factory = server.getProviderFactory(Authenticator.class, authenticator);
        if (factory instanceof ConditionalAuthenticatorFactory) {
            return StepKind.CONDITION;
        }
        if (!(factory instanceof AuthenticatorFactory)
                && server.getProviderFactory(FormAction.class, authenticator) == null) {
            return StepKind.MISSING;
        }
        return authenticator.equals(ORGANIZATION) && acceptsAnyPasskey()
                ? StepKind.FIRST_FACTOR
                : StepKind.of(authenticator);
    }

    /** Keycloak's step for organizations logs users in by passkey; without user verification, that is one factor. */
    private boolean acceptsAnyPasskey() {
        WebAuthnPolicy policy = realm.getWebAuthnPolicyPasswordless();
        return Boolean.TRUE.equals(policy.isPasskeysEnabled())
                && !"required".equals(policy.getUserVerificationRequirement());
    }
}
