package dev.tenantmfa.message;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.message.gateway.SmsGateways;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Codes that were sent to a user's phone or email address in the same attempt. */
final class MessageCodeFactor implements CodeFactor {

    private static final Logger LOG = Logger.getLogger(MessageCodeFactor.class);

    private final KeycloakSession session;

    MessageCodeFactor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FactorKind kind() {
        return FactorKind.MESSAGE_CODE;
    }

    @Override
    public Set<Method> offered(RealmModel realm) {
        EnumSet<Method> offered = EnumSet.noneOf(Method.class);
        if (SmsGateways.of(session).isPresent()) {
            offered.add(Method.SMS);
        }
        if (Recipients.areEmailCodesOn(realm)) {
            offered.add(Method.EMAIL);
        }
        return offered;
    }

    @Override
    public Set<Method> methodsOf(RealmModel realm, UserModel user) {
        EnumSet<Method> methods = EnumSet.noneOf(Method.class);
        if (isEnrolledFor(realm, user)) {
            methods.add(Method.SMS);
        }
        if (Recipients.takesEmail(session, realm, user)) {
            methods.add(Method.EMAIL);
        }
        return methods;
    }

    /** A phone also counts while no gateway can reach it: losing the gateway must not remove the second factor. */
    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user) {
        return Recipients.takesEmail(session, realm, user) || isEnrolledFor(realm, user);
    }

    /** An email address comes with the account; only a phone is set up. */
    @Override
    public boolean isEnrolledFor(RealmModel realm, UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PhoneCredential.TYPE)
                .findAny()
                .isPresent();
    }

    /** Of the oldest phone; when it was used last is not stored. */
    @Override
    public Standing standing(RealmModel realm, UserModel user) {
        return new Standing(
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(PhoneCredential.TYPE)
                        .map(CredentialModel::getCreatedDate)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .map(Instant::ofEpochMilli)
                        .orElse(null),
                null,
                null);
    }

    @Override
    public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
        return input.challenge().isPresent() && input.isDigits(MessageSettings.CODE_DIGITS.in(realm));
    }

    @Override
    public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
        Optional<MessageChallenge> challenge = input.challenge();
        if (challenge.isEmpty()) {
            return new Check.Refused(Reason.WRONG, methodOf(realm, user, null));
        }
        try {
            SentCodes.Answer answer =
                    new SentCodes(session, realm).use(user.getId(), challenge.get(), input.text(), now);
            String destinationId = answer.destinationId();
            Method method = methodOf(realm, user, destinationId);
            return switch (answer.finding()) {
                case RIGHT -> new Check.Accepted(destinationId == null ? PhoneCredential.TYPE : destinationId, method);
                case WRONG -> new Check.Refused(Reason.WRONG, method);
                case GONE -> new Check.Refused(Reason.USED, method);
                case EXPIRED -> new Check.Expired(method);
            };
        } catch (SealException e) {
            LOG.errorf("The code that was sent to user %s cannot be compared: %s", user.getId(), e.getMessage());
            return new Check.Unusable();
        }
    }

    /**
     * How a code was sent. If the message is no longer known, as after a code was used, the way in which codes reach
     * the user now: by e-mail only if there is no phone.
     */
    private Method methodOf(RealmModel realm, UserModel user, @Nullable String destinationId) {
        boolean byEmail =
                destinationId == null ? !isEnrolledFor(realm, user) : Recipients.EMAIL_ID.equals(destinationId);
        return byEmail ? Method.EMAIL : Method.SMS;
    }
}
