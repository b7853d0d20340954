package dev.tenantmfa.notice;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.MailFailure;
import dev.tenantmfa.platform.RealmTitle;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.Setting;
import dev.tenantmfa.platform.store.AfterCommit;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Notifies users by mail of changes to their factors, after the change is committed. If a mail cannot be sent, this is
 * logged; it never stops a login.
 */
final class NoticeMails {

    /** Realm attribute. */
    static final BooleanSetting ENABLED = Setting.key("tenant-mfa.notice-mails").or(true);

    private static final Logger LOG = Logger.getLogger(NoticeMails.class);
    private static final String TEMPLATE = "tmfa-notice.ftl";
    /** Name of the thread pool at Keycloak. */
    private static final String THREADS = "tmfa-notice-mails";

    private final KeycloakSession session;

    NoticeMails(KeycloakSession session) {
        this.session = session;
    }

    void send(RealmModel realm, UserModel user, Notice notice, Sender sender) {
        send(realm, user, notice, sender, null);
    }

    /** @param until the end of what the notice is about; null if it has none */
    void send(RealmModel realm, UserModel user, Notice notice, Sender sender, @Nullable Instant until) {
        if (!isToBeSent(realm, user)) {
            return;
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        KeycloakContext context = session.getContext();
        String realmId = realm.getId();
        String userId = user.getId();
        Instant time = KeycloakClock.now();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                KeycloakModelUtils.runJobInTransaction(
                        factory, context, own -> sendNow(own, realmId, userId, notice, time, until, sender));
            }

            @Override
            protected void rollbackImpl() {
                LOG.debugf("No mail of %s: the change was rolled back", notice.id());
            }
        });
    }

    /**
     * Sends from another thread, for changes to many users at once: a slow mail server must not delay the call. Mails
     * that still wait when the server stops are not sent.
     */
    void sendInBackground(RealmModel realm, UserModel user, Notice notice) {
        if (!isToBeSent(realm, user)) {
            return;
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        ExecutorService threads = session.getProvider(ExecutorsProvider.class).getExecutor(THREADS);
        String realmId = realm.getId();
        String userId = user.getId();
        Instant time = KeycloakClock.now();
        AfterCommit.run(
                session,
                () -> threads.execute(() -> {
                    try {
                        KeycloakModelUtils.runJobInTransaction(
                                factory, own -> sendNow(own, realmId, userId, notice, time, null, Sender.UNKNOWN));
                    } catch (RuntimeException e) {
                        // No caller is left to report this to.
                        LOG.warnf(e, "User %s could not be told by mail of: %s", userId, notice.id());
                    }
                }));
    }

    private static boolean isToBeSent(RealmModel realm, UserModel user) {
        return ENABLED.in(realm) && !realm.getSmtpConfig().isEmpty() && user.getEmail() != null;
    }

    private static void sendNow(
            KeycloakSession session,
            String realmId,
            String userId,
            Notice notice,
            Instant time,
            @Nullable Instant until,
            Sender sender) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, userId);
        if (user == null) {
            return;
        }
        Locale locale = UserLocale.of(session, user);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("notice", notice.id());
        attributes.put("realmTitle", RealmTitle.of(realm));
        remaining(session, user).ifPresent(codes -> attributes.put("remaining", codes));
        attributes.put("time", text(time, locale));
        if (until != null) {
            attributes.put("until", text(until, locale));
        }
        if (sender.ipAddress() != null) {
            attributes.put("ipAddress", sender.ipAddress());
        }
        if (sender.browser() != null) {
            attributes.put("browser", sender.browser());
        }
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send("tmfa-mail-subject-" + notice.id(), TEMPLATE, attributes);
        } catch (EmailException e) {
            LOG.warnf("User %s could not be told by mail of %s: %s", userId, notice.id(), MailFailure.of(e));
        }
    }

    private static String text(Instant time, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(time.atZone(ZoneOffset.UTC))
                + " UTC";
    }

    /** Backup codes that are left, Keycloak's own included; empty if a set cannot be read. */
    private static Optional<Integer> remaining(KeycloakSession session, UserModel user) {
        SecondFactors factors = SecondFactors.of(session);
        List<Integer> left = factors.standing(user).stream()
                .map(SecondFactor.Standing::codesLeft)
                .filter(Objects::nonNull)
                .toList();
        boolean isUnknown = left.isEmpty() && factors.kindsOf(user).contains(FactorKind.BACKUP_CODE);
        return isUnknown
                ? Optional.empty()
                : Optional.of(left.stream().mapToInt(Integer::intValue).sum());
    }
}
