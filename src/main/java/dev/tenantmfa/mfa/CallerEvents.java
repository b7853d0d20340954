package dev.tenantmfa.mfa;

import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.rest.Caller;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** User events of what a caller does. No secret is in them. */
final class CallerEvents {

    /** Keycloak's types are a closed list, and none is for a code that was checked outside of a login. */
    private static final String VERIFY = "tmfa-verify";

    private final KeycloakSession session;
    private final EventBuilder blank;

    CallerEvents(KeycloakSession session, Caller caller) {
        this.session = session;
        this.blank = new EventBuilder(
                        session.getContext().getRealm(),
                        session,
                        session.getContext().getConnection())
                .client(caller.client())
                .user(caller.user())
                .session(caller.session());
        EventTenant.tell(
                blank,
                caller.token(),
                caller.session()
                        .getAuthenticatedClientSessionByClient(caller.client().getId()));
    }

    /** Who calls, and from where; the type is still to come. */
    EventBuilder blank() {
        return blank.clone();
    }

    /** A code was checked and nothing changed by it. */
    void verified(Verification verification) {
        write(
                blank().event(EventType.CUSTOM_REQUIRED_ACTION).detail(Details.CUSTOM_REQUIRED_ACTION, VERIFY),
                verification);
    }

    /** A change of the app was refused for a wrong password or code. */
    void refused(EventType change, Verification verification) {
        EventBuilder event = blank().event(change);
        InstalledFactors.of(session)
                .typeOf(FactorKind.TOTP)
                .ifPresent(type -> event.detail(Details.CREDENTIAL_TYPE, type));
        write(event, verification);
    }

    private void write(EventBuilder event, Verification verification) {
        if (verification instanceof Verification.Missing) {
            return;
        }
        FactorEvents.describe(session, event, verification);
        FactorEvents.errorOf(verification).ifPresentOrElse(event::error, event::success);
    }
}
