package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.assurance.upstream.AcceptedUpstream;
import dev.tenantmfa.assurance.upstream.UpstreamLogin;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.rest.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a session has shown beyond the first factor, with the latest time of each method. Our steps write it; Keycloak's
 * own completed steps are derived from its notes ({@link KeycloakSteps}). What identity providers asked for is included only
 * by methods that know the tenant, and only where it accepts the provider ({@link AcceptedUpstream}).
 *
 * <p>It is stored in notes of the user session, where the user has no access, and during a login in the authentication
 * session that becomes one. Each note names the user, so it is void if the login continues as another user. Each method has
 * its own note: Keycloak replaces the notes of a session by those of each login that joins it, and two logins may run at the
 * same time.
 */
public final class SessionEvidence {

    /** Followed by the id of the method. */
    private static final String NOTE = "tenant-mfa.evidence.";

    /** Between the id of the user and the second. */
    private static final String SEPARATOR = " ";

    private final Map<Method, Instant> latest;
    private final List<Evidence> upstream;

    private SessionEvidence(Map<Method, Instant> latest) {
        this(latest, List.of());
    }

    private SessionEvidence(Map<Method, Instant> latest, List<Evidence> upstream) {
        this.latest = latest;
        this.upstream = upstream;
    }

    /** What was shown in a user session. */
    public static SessionEvidence of(KeycloakSession session, UserSessionModel userSession) {
        return new SessionEvidence(read(userSession::getNote, userSession.getUser()))
                .and(KeycloakSteps.of(session).completedIn(userSession));
    }

    /**
     * What counts for the tokens of one client in a session: what was shown in the session, and what a client that is
     * trusted as MFA vouches for.
     *
     * @param context of the tokens that are being issued; null outside of a token request
     */
    public static SessionEvidence of(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        return of(session, clientSession.getUserSession())
                .and(TrustedClients.vouchedFor(session, clientSession, context).stream()
                        .toList())
                .with(AcceptedUpstream.at(session, clientSession, context));
    }

    /**
     * What counts for a REST call in a tenant: what was shown in the session, what a client that is trusted as MFA vouches
     * for, and what identity providers asked for that the tenant accepts.
     */
    public static SessionEvidence in(KeycloakSession session, Caller caller, String tenantId) {
        return of(session, caller.session())
                .and(TrustedClients.vouchedFor(session, caller).stream().toList())
                .with(AcceptedUpstream.in(session, caller.session(), tenantId));
    }

    /** What counts for a REST call with a token that is for no tenant: as for the tokens of the calling client. */
    public static SessionEvidence of(KeycloakSession session, Caller caller) {
        AuthenticatedClientSessionModel clientSession = caller.session()
                .getAuthenticatedClientSessionByClient(caller.client().getId());
        return clientSession == null ? of(session, caller.session()) : of(session, clientSession, null);
    }

    /** What counts at a login: what was shown in it, and what identity providers asked for that is accepted there. */
    public static SessionEvidence countedIn(KeycloakSession session, AuthenticationSessionModel login) {
        return shownIn(session, login).with(AcceptedUpstream.at(session, login, Optional.empty()));
    }

    /** As {@link #countedIn}, including what the session has shown that the login reuses. */
    public static SessionEvidence countedInOrBefore(KeycloakSession session, AuthenticationSessionModel login) {
        return shownInOrBefore(session, login)
                .with(AcceptedUpstream.at(session, login, SingleSignOn.sessionOf(session, login)));
    }

    /** What was shown in this login, without what an earlier session in this browser has shown. */
    public static SessionEvidence shownIn(KeycloakSession session, AuthenticationSessionModel login) {
        return new SessionEvidence(read(login::getAuthNote, login.getAuthenticatedUser()))
                .and(KeycloakSteps.of(session).succeededIn(login));
    }

    /** What was shown in this login or in the session that it reuses. */
    public static SessionEvidence shownInOrBefore(KeycloakSession session, AuthenticationSessionModel login) {
        SessionEvidence here = shownIn(session, login);
        return SingleSignOn.sessionOf(session, login)
                .map(earlier -> here.and(of(session, earlier).all()))
                .orElse(here);
    }

    /**
     * Whether this login may set up a factor because of an access pass that was used in it. The pass of an earlier login
     * opens nothing, and with a link from a mail as the first factor it opens nothing before a new password.
     */
    public static boolean isOpenedByPass(KeycloakSession session, AuthenticationSessionModel login) {
        return shownIn(session, login).hasAccessPass()
                && !LinkLogin.lacksPassword(session, login, login.getAuthenticatedUser());
    }

    /** Records that the user who is logging in showed a second factor. */
    public static void add(AuthenticationSessionModel login, Method method, Instant now) {
        String text = text(login.getAuthenticatedUser(), now);
        login.setAuthNote(NOTE + method.id(), text);
        // Replaces the note of the session that the login joins.
        login.setUserSessionNote(NOTE + method.id(), text);
    }

    /** Records that the user of an open session showed a second factor in it, such as the proof of a setup. */
    public static void add(UserSessionModel session, Method method, Instant now) {
        session.setNote(NOTE + method.id(), text(session.getUser(), now));
    }

    /**
     * Stores what Keycloak's own steps asked for in a login that has just joined the session: some of it is visible
     * only in the login. The same for what identity providers asked for, and for a first factor.
     */
    public static void keep(KeycloakSession session, AuthenticationSessionModel login, UserSessionModel userSession) {
        UpstreamLogin.keep(session, login, userSession);
        FirstFactor.keep(session, login, userSession);
        List<Evidence> shown = KeycloakSteps.of(session).succeededIn(login);
        UserModel user = userSession.getUser();
        if (!shown.isEmpty() && user != null && user.equals(login.getAuthenticatedUser())) {
            SessionEvidence before = new SessionEvidence(read(userSession::getNote, user));
            before.and(shown).latest.forEach((method, time) -> add(userSession, method, time));
        }
    }

    /** Copies what one session has shown to another one of the same user, such as its offline session. */
    public static void copy(UserSessionModel from, UserSessionModel to) {
        UpstreamLogin.copy(from, to);
        for (Method method : Method.values()) {
            String note = from.getNote(NOTE + method.id());
            if (note != null) {
                to.setNote(NOTE + method.id(), note);
            }
        }
    }

    /** Whether nothing beyond the first factor was shown. */
    public boolean isEmpty() {
        return latest.isEmpty() && upstream.isEmpty();
    }

    /**
     * Whether a second factor of the user was shown no longer ago than that. An access pass does not count: it opens
     * nothing that requires a recent factor.
     */
    public boolean isWithin(Duration age, Instant now) {
        return ownFactors().anyMatch(one -> !one.time().isBefore(now.minus(age)));
    }

    /** Whether a second factor of the user was shown, rather than nothing or only an access pass. */
    public boolean hasOwnFactor() {
        return ownFactors().findAny().isPresent();
    }

    /** Whether an access pass was shown. */
    public boolean hasAccessPass() {
        return latest.containsKey(Method.ACCESS_PASS);
    }

    private Stream<Evidence> ownFactors() {
        return all().stream().filter(one -> one.method() != Method.ACCESS_PASS);
    }

    /** One entry per method, in the order of {@link Method}, then one per identity provider. */
    public List<Evidence> all() {
        return Stream.concat(
                        latest.entrySet().stream().map(entry -> new Evidence(entry.getKey(), entry.getValue())),
                        upstream.stream())
                .toList();
    }

    private SessionEvidence with(Map<String, Instant> accepted) {
        return new SessionEvidence(
                latest,
                accepted.entrySet().stream()
                        .map(one -> Evidence.ofProvider(one.getKey(), one.getValue()))
                        .toList());
    }

    private SessionEvidence and(List<Evidence> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<Method, Instant> all = new EnumMap<>(Method.class);
        all.putAll(latest);
        more.forEach(one -> all.merge(one.method(), one.time(), (a, b) -> a.isAfter(b) ? a : b));
        return new SessionEvidence(all, upstream);
    }

    private static String text(UserModel user, Instant time) {
        return user.getId() + SEPARATOR + time.getEpochSecond();
    }

    private static Map<Method, Instant> read(Function<String, @Nullable String> notes, @Nullable UserModel user) {
        Map<Method, Instant> found = new EnumMap<>(Method.class);
        if (user == null) {
            return found;
        }
        String prefix = user.getId() + SEPARATOR;
        for (Method method : Method.values()) {
            String note = notes.apply(NOTE + method.id());
            if (note != null && note.startsWith(prefix)) {
                found.put(method, Instant.ofEpochSecond(Long.parseLong(note.substring(prefix.length()))));
            }
        }
        return found;
    }
}
