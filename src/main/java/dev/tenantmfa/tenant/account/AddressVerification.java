package dev.tenantmfa.tenant.account;

import dev.tenantmfa.platform.MailFailure;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.authentication.actiontoken.verifyemail.VerifyEmailActionToken;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Sends the mail that verifies the address of a new account. */
record AddressVerification(KeycloakSession session) {

    private static final Logger LOG = Logger.getLogger(AddressVerification.class);

    /** Sends the mail as Keycloak's admin API does: its link works in any browser. */
    void send(UserModel person) {
        RealmModel realm = session.getContext().getRealm();
        int lifespan = realm.getActionTokenGeneratedByUserLifespan(VerifyEmailActionToken.TOKEN_TYPE);
        ClientModel client = session.getContext().getClient();
        VerifyEmailActionToken token = new VerifyEmailActionToken(
                person.getId(), Time.currentTime() + lifespan, null, person.getEmail(), client.getClientId());
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(person)
                    .sendVerifyEmail(ActionLink.of(session, realm, token), TimeUnit.SECONDS.toMinutes(lifespan));
        } catch (EmailException e) {
            LOG.warnf(
                    "The mail that verifies the address of account %s could not be sent: %s",
                    person.getId(), MailFailure.of(e));
        }
    }
}
