package dev.tenantmfa.notice;

import dev.tenantmfa.factor.event.WrongCode;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;

/** Notifies users by mail of wrong codes, because someone who can enter codes knows the password. */
final class WrongCodeNotices {

    /** Number of wrong codes in a row from which the user is notified; one or two are common typing errors. */
    private static final int TOLD_FROM = 3;

    private static final Duration PAUSE = Duration.ofDays(1);

    private WrongCodeNotices() {}

    static void tell(WrongCode wrong) {
        if (wrong.switchedOff()) {
            send(wrong, Notice.SWITCHED_OFF);
        } else if (wrong.blocked()) {
            send(wrong, Notice.BLOCKED);
        } else if (wrong.atLogin() && wrong.inARow() >= TOLD_FROM && isFirstOfTheDay(wrong)) {
            send(wrong, Notice.WRONG_CODES);
        }
    }

    private static void send(WrongCode wrong, Notice notice) {
        KeycloakSession session = wrong.session();
        new NoticeMails(session).send(wrong.realm(), wrong.user(), notice, Sender.of(session));
    }

    private static boolean isFirstOfTheDay(WrongCode wrong) {
        return wrong.session()
                .singleUseObjects()
                .putIfAbsent("tmfa.notice.wrong-codes." + wrong.user().getId(), PAUSE.toSeconds());
    }
}
