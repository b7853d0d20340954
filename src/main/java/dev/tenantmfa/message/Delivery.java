package dev.tenantmfa.message;

import dev.tenantmfa.factor.event.MessageHandedOver;
import dev.tenantmfa.factor.event.MessageHandedOver.Outcome;
import dev.tenantmfa.factor.message.MessageCodes.Channel;
import dev.tenantmfa.message.gateway.SmsGateway;
import dev.tenantmfa.message.gateway.SmsGatewayException;
import dev.tenantmfa.message.gateway.SmsGateways;
import dev.tenantmfa.message.gateway.SmsMessage;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RealmTitle;
import dev.tenantmfa.platform.UserLocale;
import java.io.IOException;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/** Delivers a code to the SMS gateway or the mail server. */
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final String MAIL_TEMPLATE = "tmfa-message-code.ftl";
    private static final String MAIL_SUBJECT = "tmfa-mail-subject-message-code";
    private static final String SMS_TEXT = "tmfa-message-sms-text";

    private final KeycloakSession session;
    private final RealmModel realm;

    Delivery(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Outcome send(UserModel user, Recipient recipient, String code, Duration good) {
        boolean bySms = recipient.destination().channel() == Channel.SMS;
        long begin = System.nanoTime();
        Outcome outcome = bySms ? sendSms(user, recipient, code, good) : sendMail(user, recipient, code, good);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        String gateway = bySms ? SmsGateways.nameOf(session) : Channel.EMAIL.id();
        session.getKeycloakSessionFactory().publish(new MessageHandedOver(realm.getName(), gateway, outcome, took));
        return outcome;
    }

    private Outcome sendSms(UserModel user, Recipient recipient, String code, Duration good) {
        Optional<SmsGateway> gateway = SmsGateways.of(session);
        if (gateway.isEmpty()) {
            LOG.warnf("Realm %s has no SMS gateway that can be used", realm.getName());
            return Outcome.FAILED;
        }
        try {
            gateway.get().send(new SmsMessage(recipient.address(), text(user, code, good), code));
            return Outcome.SENT;
        } catch (SmsGatewayException e) {
            LOG.warnf(
                    "No SMS to user %s of realm %s: %s",
                    user.getId(), realm.getName(), withoutSecrets(String.valueOf(e.getMessage()), recipient, code));
            return e.isPerhapsSent() ? Outcome.UNKNOWN : Outcome.FAILED;
        } catch (RuntimeException e) {
            // The gateway may belong to another JAR, and its exception's message may contain anything.
            LOG.errorf(
                    "No SMS to user %s of realm %s: the gateway failed with %s",
                    user.getId(), realm.getName(), e.getClass().getName());
            return Outcome.UNKNOWN;
        }
    }

    private Outcome sendMail(UserModel user, Recipient recipient, String code, Duration good) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("code", code);
        attributes.put("realmTitle", RealmTitle.of(realm));
        attributes.put("minutes", good.toMinutes());
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send(MAIL_SUBJECT, List.of(timeFor(user)), MAIL_TEMPLATE, attributes);
            return Outcome.SENT;
        } catch (EmailException e) {
            LOG.warnf(
                    "No mail with a code to user %s of realm %s: %s",
                    user.getId(), realm.getName(), withoutSecrets(reason(e), recipient, code));
            return Outcome.FAILED;
        }
    }

    /** Includes seconds, since codes may be sent some seconds apart. */
    private String timeFor(UserModel user) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                        .withLocale(UserLocale.of(session, user))
                        .format(KeycloakClock.now().atZone(ZoneOffset.UTC))
                + " UTC";
    }

    private String text(UserModel user, String code, Duration good) {
        Locale locale = UserLocale.of(session, user);
        try {
            String pattern = session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(realm, locale)
                    .getProperty(SMS_TEXT);
            return new MessageFormat(pattern, locale)
                    .format(new Object[] {code, RealmTitle.of(realm), good.toMinutes()});
        } catch (IOException e) {
            throw new IllegalStateException("the text of messages cannot be read", e);
        }
    }

    private static String reason(EmailException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** Mail servers quote the address that they refuse. */
    private static String withoutSecrets(String text, Recipient recipient, String code) {
        return text.replace(recipient.address(), recipient.destination().masked())
                .replace(code, "***");
    }
}
