package dev.tenantmfa.platform.form;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.KeyedHash;
import dev.tenantmfa.platform.store.OwnTransaction;
import dev.tenantmfa.platform.store.SingleUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The current request as the answer to a login form. Two requests are the same if they come from the same browser and
 * login, answer the same rendering of the page and have the same fields. A hash under a key of the realm is stored for
 * 30 seconds.
 */
record PostedForm(KeycloakSession session, String key) {

    private static final Logger LOG = Logger.getLogger(PostedForm.class);

    private static final String OPENED = "tmfa.form.signed-in";
    private static final String SESSION_CODE = "session_code";
    private static final String TRANSACTION = "tenant-mfa posted form";
    private static final String PURPOSE = "posted-form";
    private static final long LIFESPAN_SECONDS = 30;
    private static final int MOST_LOOKS = 100;
    private static final long PAUSE_MILLIS = 50;

    /**
     * Empty if the request is not the answer to a login form, or if the realm has no key for the hash.
     *
     * @param rootId of the browser's authentication session
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
            LOG.debugf("Forms that are sent twice cannot be recognized: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The result of the first request.
     *
     * @param userSessionId of the session that it opened; null if none
     * @param action that the login's application requested ({@code kc_action}); null if none
     */
    record Outcome(@Nullable String userSessionId, @Nullable String action) {

        private static Outcome of(Map<String, String> notes) {
            return new Outcome(notes.get(OPENED), notes.get(Constants.KC_ACTION));
        }

        private Map<String, String> notes() {
            Map<String, String> notes = new HashMap<>();
            if (userSessionId != null) {
                notes.put(OPENED, userSessionId);
            }
            if (action != null) {
                notes.put(Constants.KC_ACTION, action);
            }
            return notes;
        }
    }

    /** Records that the current request has signed a user in. */
    static void noteSignedIn(KeycloakSession session, String userSessionId) {
        session.setAttribute(OPENED, userSessionId);
    }

    /**
     * Whether this is the first request of its kind; it is over when the current transaction ends.
     *
     * @param action that the login's application requested; null if none
     */
    boolean isFirst(@Nullable String action) {
        if (!SingleUse.lasting(session, TRANSACTION, store -> store.putIfAbsent(key, LIFESPAN_SECONDS))) {
            return false;
        }
        // Transactions end in the order in which they are enlisted: the sessions must be stored before the request
        // counts as over.
        session.authenticationSessions();
        session.sessions();
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                Outcome outcome = new Outcome(session.getAttribute(OPENED, String.class), action);
                KeycloakModelUtils.runJobInTransaction(
                        factory, own -> own.singleUseObjects().put(over(), LIFESPAN_SECONDS, outcome.notes()));
            }

            @Override
            protected void rollbackImpl() {
                // The request had no effect, so the next one is the first.
                KeycloakModelUtils.runJobInTransaction(
                        factory, own -> own.singleUseObjects().remove(key));
            }
        });
        return true;
    }

    /** Whether the same request was already sent. */
    boolean isKnown() {
        return SingleUse.lasting(session, TRANSACTION, store -> store.contains(key));
    }

    /**
     * Waits for the first request to end, for a few seconds at most.
     *
     * @return empty if it takes longer
     */
    Optional<Outcome> awaitFirst() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Map<String, String> outcome =
                    inOwnTransaction(session, own -> own.singleUseObjects().get(over()));
            if (outcome != null) {
                return Optional.of(Outcome.of(outcome));
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
            return OwnTransaction.call(session, TRANSACTION, work);
        } catch (OwnTransaction.Conflict e) {
            throw new IllegalStateException(e);
        }
    }
}
