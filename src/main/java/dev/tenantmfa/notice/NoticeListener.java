package dev.tenantmfa.notice;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.device.DeviceTrusted;
import dev.tenantmfa.factor.CodeChecked;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.AccessPassMade;
import dev.tenantmfa.factor.event.AccessPassUsed;
import dev.tenantmfa.factor.event.CodesBlocked;
import dev.tenantmfa.factor.event.FactorChanged;
import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.factor.event.OtherFactorsRemoved;
import dev.tenantmfa.factor.event.WrongCode;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;

/** Sends mails about what other packages publish. It ignores Keycloak's own events. */
final class NoticeListener implements Listener {

    static void onProviderEvent(ProviderEvent event) {
        if (event instanceof FactorChanged change) {
            ChangeNotices.tell(change);
        } else if (event instanceof WrongCode wrong) {
            WrongCodeNotices.tell(wrong);
        } else if (event instanceof CodesBlocked blocked) {
            new NoticeMails(blocked.session())
                    .send(blocked.realm(), blocked.user(), Notice.BLOCKED, Sender.of(blocked.session()));
        } else if (event instanceof FactorsReset reset) {
            new NoticeMails(reset.session()).send(reset.realm(), reset.user(), Notice.RESET, Sender.UNKNOWN);
        } else if (event instanceof OtherFactorsRemoved removed) {
            new NoticeMails(removed.session()).sendInBackground(removed.realm(), removed.user(), Notice.OTHERS_REMOVED);
        } else if (event instanceof DeviceTrusted trusted) {
            new NoticeMails(trusted.session())
                    .send(trusted.realm(), trusted.user(), Notice.DEVICE_TRUSTED, Sender.of(trusted.session()));
        } else if (event instanceof AccessPassMade made) {
            new NoticeMails(made.session())
                    .send(made.realm(), made.user(), Notice.ACCESS_PASS_MADE, Sender.UNKNOWN, made.expiresAt());
        } else if (event instanceof AccessPassUsed used) {
            new NoticeMails(used.session())
                    .send(used.realm(), used.user(), Notice.ACCESS_PASS_USED, Sender.of(used.session()));
        } else if (event instanceof CodeChecked checked
                && checked.verification() instanceof Verification.Accepted accepted
                && accepted.kind() == FactorKind.BACKUP_CODE) {
            new NoticeMails(checked.session())
                    .send(checked.realm(), checked.user(), Notice.BACKUP_CODE_USED, Sender.of(checked.session()));
        }
    }

    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-notices";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new NoticeListener();
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(NoticeListener::onProviderEvent);
        }
    }
}
