package dev.tenantmfa.tenant.account;

import org.keycloak.authentication.actiontoken.DefaultActionToken;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.LoginActionsService;

/** The link in a mail that leads a user through one of Keycloak's actions. */
final class ActionLink {

    private ActionLink() {}

    static String of(KeycloakSession session, RealmModel realm, DefaultActionToken token) {
        return LoginActionsService.actionTokenProcessor(session.getContext().getUri())
                .queryParam(
                        "key",
                        token.serialize(session, realm, session.getContext().getUri()))
                .build(realm.getName())
                .toString();
    }
}
