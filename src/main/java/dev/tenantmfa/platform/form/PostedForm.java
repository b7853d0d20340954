package dev.tenantmfa.platform.form;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.KeyedHash;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The request at hand as the answer to a form of a login. Two requests are the same if they come from the same browser and
 * login, answer the same rendering of the page and hold the same fields. Kept is a hash under a key of the realm, for half a
 * minute.
 */
record PostedForm(KeycloakSession session, String key) {

    private static final Logger LOG = Logger.getLogger(PostedForm.class);

    private static final String OPENED = "tmfa.form.signed-in";
    private static final String SESSION_CODE = "session_code";
    private static final String PURPOSE = "posted-form";
    private static final long LIFESPAN_SECONDS = 30;
    private static final int MOST_LOOKS = 100;
    private static final long PAUSE_MILLIS = 50;

    /**
     * Empty where the request is not the answer to a form of a login, and where the realm has no key to tell it by.
     *
     * @param rootId of the authentication session of the browser
     */
    static Optional<PostedForm> of(KeycloakSession session, String rootId) {
        HttpRequest request = session.getContext().getHttpRequest();
        Map<String, List<String>> query = request.getUri().getQueryParameters();
        if (!"POST".equals(request.getHttpMethod()) || !query.containsKey(SESSION_CODE)) {
            return Optional.empty();
        }
        String text = rootId + "\n" + new TreeMap<>(query) + "\n" + new TreeMap<>(request.getDecodedFormParameters());
        try {
            return Optional.of(new PostedForm(
                    session,
                    "tmfa.form."
                            + KeyedHash.of(session, session.getContext().getRealm())
                                    .of(PURPOSE, text)));
        } catch (SealException e) {
            LOG.debugf("A form that is sent twice cannot be told: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /** Notes that the request at hand has signed a user in. */
    static void noteSignedIn(KeycloakSession session, String userSessionId) {
        session.setAttribute(OPENED, userSessionId);
    }

    /** Whether this is the first request of its kind; it is over when the transaction at hand is. */
    boolean isFirst() {
        if (!inOwnTransaction(session, own -> own.singleUseObjects().putIfAbsent(key, LIFESPAN_SECONDS))) {
            return false;
        }
        // What is enlisted first ends first: the sessions must be there when the request is said to be over.
        session.authenticationSessions();
        session.sessions();
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                String opened = session.getAttribute(OPENED, String.class);
                Map<String, String> outcome = opened == null ? Map.of() : Map.of(OPENED, opened);
                KeycloakModelUtils.runJobInTransaction(
                        factory, own -> own.singleUseObjects().put(over(), LIFESPAN_SECONDS, outcome));
            }

            @Override
            protected void rollbackImpl() {
                // Nothing came of it, so the next one is the first.
                KeycloakModelUtils.runJobInTransaction(
                        factory, own -> own.singleUseObjects().remove(key));
            }
        });
        return true;
    }

    /** Whether the same request was sent before. */
    boolean isKnown() {
        return inOwnTransaction(session, own -> own.singleUseObjects().contains(key));
    }

    /**
     * Waits for the first request to be over, a few seconds at most.
     *
     * @return id of the user session that the first request has signed in to; empty if it has not, or goes on for longer
     */
    Optional<String> awaitFirst() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Map<String, String> outcome =
                    inOwnTransaction(session, own -> own.singleUseObjects().get(over()));
            if (outcome != null) {
                return Optional.ofNullable(outcome.get(OPENED));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Optional.empty();
    }

    private String over() {
        return key + ".over";
    }

    static <T> T inOwnTransaction(KeycloakSession session, Function<KeycloakSession, T> work) {
        try {
            return OwnTransaction.call(session, "tenant-mfa posted form", work);
        } catch (OwnTransaction.Conflict e) {
            throw new IllegalStateException(e);
        }
    }
}
