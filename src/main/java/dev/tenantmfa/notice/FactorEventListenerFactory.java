package dev.tenantmfa.notice;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.CodeChecked;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.factor.event.OtherFactorsRemoved;
import dev.tenantmfa.factor.event.WrongCode;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;

/**
 * Listens in every realm without being enabled there, because the effects of a removal must not depend on
 * configuration.
 */
@AutoService(EventListenerProviderFactory.class)
public final class FactorEventListenerFactory implements Listener.Everywhere {

    public static final String PROVIDER_ID = "tmfa-factor-events";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new FactorEventListener(session);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(FactorEventListenerFactory::onProviderEvent);
    }

    private static void onProviderEvent(ProviderEvent event) {
        if (event instanceof WrongCode wrong) {
            WrongCodeNotices.tell(wrong);
        } else if (event instanceof FactorsReset reset) {
            new NoticeMails(reset.session()).send(reset.realm(), reset.user(), Notice.RESET, Sender.UNKNOWN);
        } else if (event instanceof OtherFactorsRemoved removed) {
            new NoticeMails(removed.session()).sendInBackground(removed.realm(), removed.user(), Notice.OTHERS_REMOVED);
        } else if (event instanceof CodeChecked checked
                && checked.verification() instanceof Verification.Accepted accepted
                && accepted.kind() == FactorKind.BACKUP_CODE) {
            new NoticeMails(checked.session())
                    .send(checked.realm(), checked.user(), Notice.BACKUP_CODE_USED, Sender.of(checked.session()));
        }
    }
}
