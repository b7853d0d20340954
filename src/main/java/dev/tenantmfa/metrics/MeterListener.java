package dev.tenantmfa.metrics;

import dev.tenantmfa.assurance.PolicyReminded;
import dev.tenantmfa.assurance.flow.LoginMethodsExamined;
import dev.tenantmfa.assurance.gate.TokensRefused;
import dev.tenantmfa.factor.CodeChecked;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.KeyChecked;
import dev.tenantmfa.factor.event.MessageHandedOver;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.platform.store.AfterCommit;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/** Passes the kernel's events, and lockouts by Keycloak's brute-force protector, to the meters. */
final class MeterListener implements Listener {

    private final KeycloakSession session;
    private final Meters meters;

    MeterListener(KeycloakSession session, Meters meters) {
        this.session = session;
        this.meters = meters;
    }

    static void onProviderEvent(Meters meters, ProviderEvent event) {
        if (event instanceof CodeChecked checked) {
            meters.attempt(checked.realm().getName(), checked.verification());
        } else if (event instanceof KeyChecked checked) {
            meters.attempt(checked);
        } else if (event instanceof ChallengeProgress progress) {
            meters.challenge(progress);
        } else if (event instanceof MessageHandedOver message) {
            meters.message(message);
        } else if (event instanceof MessageCodes.HeldBack held) {
            meters.messageHeld(held);
        } else if (event instanceof AttemptsUsedUp limit) {
            meters.usedUp(limit);
        } else if (event instanceof TokensRefused refused) {
            meters.refused(refused);
        } else if (event instanceof LoginMethodsExamined examined) {
            meters.examined(examined);
        } else if (event instanceof PolicyReminded reminded) {
            meters.reminded(reminded);
        }
    }

    @Override
    public void onEvent(Event event) {
        boolean permanently = event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT;
        if (permanently || event.getType() == EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT) {
            String realm = event.getRealmName();
            AfterCommit.run(session, () -> meters.lockedByProtector(realm, permanently));
        }
    }
}
