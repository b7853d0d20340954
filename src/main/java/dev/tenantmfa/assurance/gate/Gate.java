package dev.tenantmfa.assurance.gate;

import dev.tenantmfa.assurance.Entry;
import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.SkippedReminder;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.assurance.device.DeviceLogin;
import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.assurance.evidence.ExemptLogin;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.assurance.evidence.TrustedClients;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The last check before tokens or an assertion are issued, for every login method. It does not depend on how a flow is
 * configured, but on what the session has shown:
 *
 * <ol>
 *   <li>Does the policy of the token's tenant demand more than the session has shown?
 *   <li>Is a setup that an administrator demanded still open, or an account that a tenant created not completed?
 *   <li>With {@code tenant-mfa.gate=strict}: does the user have a second factor older than the session that the session
 *       did not show? Also asked without {@code strict} in a session that an exemption or a trusted device spared the second
 *       factor.
 *   <li>With {@code strict} also: did no step of this extension run in the login?
 * </ol>
 *
 * <p>The single sign-on session continues. The application's next authorization request asks for what is missing.
 */
public final class Gate {

    private final KeycloakSession session;

    private Gate(KeycloakSession session) {
        this.session = session;
    }

    public static Gate of(KeycloakSession session) {
        return new Gate(session);
    }

    /**
     * Why no token, code or assertion may be issued. Only decides, writes nothing.
     *
     * @param context of the tokens that are being issued; null for protocols without one
     * @return empty if they may be issued
     */
    public Optional<GateRefusal> refusalOf(
            AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        UserSessionModel userSession = clientSession.getUserSession();
        UserModel user = userSession.getUser();
        if (user == null
                || user.getServiceAccountClientLink() != null
                || GateSettings.isOff(TrustedClients.receiving(session, clientSession))) {
            return Optional.empty();
        }
        Entry entry = MfaPolicy.atToken(session, clientSession, context);
        if (entry.closed() && entry.place() != null) {
            return Optional.of(GateRefusal.closed(entry.place()));
        }
        if (Impersonation.isIn(userSession)) {
            return Impersonation.isAllowed(session.getContext().getRealm())
                    ? Optional.empty()
                    : Optional.of(GateRefusal.impersonated(entry.place()));
        }
        return isAccountUnfinished(user)
                ? Optional.of(GateRefusal.accountUnfinished(entry.place()))
                : question(clientSession, context, user, entry)
                        .map(question -> GateRefusal.secondFactor(
                                question, entry.place(), session.getContext().getRealm()));
    }

    /** Which question led to a refusal; empty if none did. */
    private Optional<String> question(
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context,
            UserModel user,
            Entry entry) {
        RealmModel realm = session.getContext().getRealm();
        UserSessionModel userSession = clientSession.getUserSession();
        if (isSetupDemanded(realm, user)) {
            return Optional.of("setup");
        }
        SessionEvidence evidence = SessionEvidence.of(session, clientSession, context);
        Optional<Evidence> device = deviceIn(clientSession, context);
        Optional<Instant> begun = NewAuthorization.begun(session, clientSession.getClient(), context);
        if (entry.demand() instanceof MfaDemand.Due due
                && !isMet(due.strength(), with(evidence, device), begun)
                && !(begun.isPresent() && SkippedReminder.isFresh(clientSession, entry.place(), realm))) {
            return Optional.of("policy");
        }
        if (evidence.isEmpty()
                && device.isEmpty()
                && !(entry.demand() instanceof MfaDemand.Exempt)
                && mustShowFactor(realm, userSession)
                && hadFactorBefore(userSession, user)) {
            return Optional.of("factor");
        }
        if (!GateSettings.isStrict(realm)) {
            return Optional.empty();
        }
        boolean decided = StepMark.isIn(userSession)
                || TrustedClients.vouchedFor(session, clientSession, context).isPresent();
        return decided ? Optional.empty() : Optional.of("login_method");
    }

    /** The age of the evidence matters only when an authorization is new. */
    private static boolean isMet(Strength strength, List<Evidence> shown, Optional<Instant> begun) {
        return begun.map(time -> strength.isMetBy(shown, time)).orElseGet(() -> strength.isMetBy(shown));
    }

    /** What a trusted device stands for in this session, where the policy allows devices. */
    private Optional<Evidence> deviceIn(
            AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        UserSessionModel userSession = clientSession.getUserSession();
        return DeviceLogin.isIn(userSession)
                ? DeviceLogin.in(session, userSession, MfaPolicy.devicesAt(session, clientSession, context))
                        .flatMap(device -> device.standsFor(KeycloakClock.now()))
                : Optional.empty();
    }

    private static List<Evidence> with(SessionEvidence evidence, Optional<Evidence> device) {
        return Stream.concat(evidence.all().stream(), device.stream()).toList();
    }

    /**
     * Whether a session has to show the factor that its user has: with a strict gate, and where an exemption or a trusted
     * device spared it once.
     */
    private static boolean mustShowFactor(RealmModel realm, UserSessionModel userSession) {
        return GateSettings.isStrict(realm) || ExemptLogin.isIn(userSession) || DeviceLogin.isIn(userSession);
    }

    /** Whether the user has a second factor that is older than the session. */
    private boolean hadFactorBefore(UserSessionModel userSession, UserModel user) {
        return SecondFactors.of(session).hadAnyBefore(user, Instant.ofEpochSecond(userSession.getStarted()));
    }

    /**
     * Whether a login under single sign-on would be refused tokens because the session has not shown the user's factor.
     * Does not apply to logins that are exempt.
     */
    public boolean refusesWithoutFactor(AuthenticationSessionModel login, UserModel user) {
        return !GateSettings.isOff(login.getClient())
                && SingleSignOn.sessionOf(session, login)
                        .filter(earlier -> mustShowFactor(login.getRealm(), earlier))
                        .filter(earlier -> hadFactorBefore(earlier, user))
                        .isPresent();
    }

    /** Whether a setup that an administrator demanded is still open and the realm has its required action. */
    private boolean isSetupDemanded(RealmModel realm, UserModel user) {
        // Keycloak shows no page for an action that the realm does not have, so the user could not get in.
        return InstalledFactors.of(session)
                .setupActionOf(FactorKind.TOTP)
                .filter(setup -> user.getRequiredActionsStream().anyMatch(setup::equals))
                .map(realm::getRequiredActionProviderByAlias)
                .filter(RequiredActionProviderModel::isEnabled)
                .isPresent();
    }

    private boolean isAccountUnfinished(UserModel user) {
        return session.getAllProviders(MfaPolicy.class).stream().anyMatch(policy -> policy.isAccountUnfinished(user));
    }

    /**
     * Writes the error event and counts the refusal if it ends a new authorization.
     *
     * @param context of the tokens that are being issued; null for protocols without one
     * @param type event type of a success; if the realm does not store its errors (Keycloak by default stores none for
     *     refreshes), the event is a {@code LOGIN_ERROR}
     */
    public void report(
            GateRefusal refusal,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context,
            EventType type) {
        UserSessionModel userSession = clientSession.getUserSession();
        RealmModel realm = session.getContext().getRealm();
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(isStored(realm, type) ? type : EventType.LOGIN)
                .client(TrustedClients.receiving(session, clientSession))
                .user(userSession.getUser())
                .session(userSession)
                .detail(Details.REASON, refusal.reason())
                .detail("gate", refusal.question())
                .detail(EventTenant.DETAIL, refusal.tenantId())
                .error(Errors.ACCESS_DENIED);
        if (NewAuthorization.begun(session, clientSession.getClient(), context).isPresent()) {
            Refusals.count(session, userSession);
        }
        session.getKeycloakSessionFactory()
                .publish(new TokensRefused(realm.getName(), refusal.reason(), refusal.question()));
    }

    private static boolean isStored(RealmModel realm, EventType type) {
        EventType error = EventType.valueOf(type.name() + "_ERROR");
        Set<String> stored = realm.getEnabledEventTypesStream().collect(Collectors.toSet());
        return stored.isEmpty() ? error.isSaveByDefault() : stored.contains(error.name());
    }
}
