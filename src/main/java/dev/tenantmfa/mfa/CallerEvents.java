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

/** Writes the user events of a caller's actions. They contain no secrets. */
final class CallerEvents {

    /** Keycloak's event types cannot be extended, and none is for a code that was checked outside a login. */
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

    /** An event with the caller and address, but without a type. */
    EventBuilder blank() {
        return blank.clone();
    }

    /** For a checked code that changes nothing. */
    void verified(Verification verification) {
        write(
                blank().event(EventType.CUSTOM_REQUIRED_ACTION).detail(Details.CUSTOM_REQUIRED_ACTION, VERIFY),
                verification);
    }

    /** For a change that was refused because of a wrong password or code. */
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
