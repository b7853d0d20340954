package dev.tenantmfa.message;

import dev.tenantmfa.factor.message.MessageCodes;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Codes by SMS and email in the realm of a session. */
final class MessageCodesProvider implements MessageCodes {

    private final KeycloakSession session;

    MessageCodesProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public List<Destination> destinationsOf(UserModel user) {
        return recipients().of(user);
    }

    @Override
    public Sending send(UserModel user, String attempt, String destinationId) {
        return recipients()
                .find(user, destinationId)
                .map(recipient -> new CodeSender(session).send(user, attempt, recipient))
                .orElseGet(Sending.Failed::new);
    }

    @Override
    public int digits() {
        return MessageSettings.CODE_DIGITS.in(session.getContext().getRealm());
    }

    private Recipients recipients() {
        return new Recipients(session, session.getContext().getRealm());
    }
}
