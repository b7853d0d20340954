package dev.tenantmfa.platform.form;

import dev.tenantmfa.platform.provider.Listener;
import java.util.Optional;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.StickySessionEncoderProvider;

/**
 * Lets a repeated request whose login is over end in the session that the first request opened. Keycloak restarts such
 * a login as timed out before any step of a flow runs; its event is the only sign of that.
 */
record RestartListener(KeycloakSession session) implements Listener {

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.LOGIN && event.getSessionId() != null) {
            PostedForm.noteSignedIn(session, event.getSessionId());
        } else if (Errors.EXPIRED_CODE.equals(event.getError())
                && event.getDetails() != null
                && event.getDetails().containsKey(Details.RESTART_AFTER_TIMEOUT)) {
            browserLogin()
                    .ifPresent(rootId -> PostedForm.of(session, rootId)
                            .filter(PostedForm::isKnown)
                            .flatMap(PostedForm::awaitFirst)
                            .ifPresent(first -> Repeat.signIn(session, first)));
        }
    }

    /** The authentication session named by the browser, whether it exists or not; empty if the cookie is not ours. */
    private Optional<String> browserLogin() {
        return Optional.ofNullable(session.getProvider(CookieProvider.class).get(CookieType.AUTH_SESSION_ID))
                .map(cookie -> session.getProvider(StickySessionEncoderProvider.class)
                        .decodeSessionIdAndRoute(cookie)
                        .sessionId())
                .map(signed -> new AuthenticationSessionManager(session).decodeBase64AndValidateSignature(signed));
    }
}
