package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MethodSetup;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.OwnMethods;
import dev.tenantmfa.assurance.Reauthentication;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.SingleSignOn;
import dev.tenantmfa.assurance.gate.Gate;
import dev.tenantmfa.assurance.removal.RemovalGuard;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.form.SetupStep;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Decides whether a second factor is due in a login: of users who have one, at a fresh login; of users who must have one,
 * at a fresh login and when they enter under a session that has not shown what the policy demands. Asks under single
 * sign-on for what the {@link Gate} would refuse tokens for. An instance decides once: what was shown is read once.
 */
final class SecondFactorDue {

    /** Keycloak's own actions that add, replace or remove a second factor and ask for none themselves. */
    private static final Set<String> CHANGES_OF_FACTORS = Set.of(
            DeleteCredentialAction.PROVIDER_ID,
            UserModel.RequiredAction.CONFIGURE_TOTP.name(),
            UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name(),
            WebAuthnRegisterFactory.PROVIDER_ID,
            WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);

    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final UserModel user;
    private final StepSettings settings;
    private final boolean sso;
    private final boolean reset;
    private final DeviceTrust devices;
    private final PassLogin pass;
    private @Nullable MfaDemand demand;
    private @Nullable SessionEvidence shownHere;

    SecondFactorDue(AuthenticationFlowContext context, StepSettings settings) {
        this.session = context.getSession();
        this.login = context.getAuthenticationSession();
        this.user = context.getUser();
        this.settings = settings;
        this.sso = SingleSignOn.isUnderWay(session, login, context.getFlowPath());
        this.devices = new DeviceTrust(context, settings);
        this.pass = PassLogin.in(context);
        this.reset = LoginActionsService.RESET_CREDENTIALS_PATH.equals(context.getFlowPath());
    }

    Next next() {
        Next next = withoutDevices();
        return next instanceof Next.Proof
                ? devices.sparing(demand()).<Next>map(Next.Trusted::new).orElse(next)
                : next;
    }

    private MfaDemand demand() {
        if (demand == null) {
            demand = MfaPolicy.strictest(session, user, login);
        }
        return demand;
    }

    private Next withoutDevices() {
        if (sso && isFirstFactorDue()) {
            return new Next.FirstFactor();
        }
        if (sso && Impersonation.isIn(session, login)) {
            return new Next.Nothing();
        }
        if (SetupStep.isDemandedOf(user) && !SecondFactors.of(session).hasAny(user)) {
            // The action that the administrator demands sets up an app. A pass that is there comes before it.
            return pass.isExpected() && !pass.isAll() ? ask(Set.of()) : new Next.Setup(Set.of(Method.TOTP));
        }
        MfaDemand demand = demand();
        if (demand instanceof MfaDemand.Exempt && asksByPolicyOnly()) {
            return new Next.Exempt();
        }
        Optional<Set<Method>> missing = missing(demand);
        if (missing.isPresent()) {
            return ask(missing.get());
        }
        boolean hasOwn = SecondFactors.of(session).hasAny(user);
        if (isShown()) {
            return pass.isAll() ? afterPass(hasOwn, demand) : remind(demand);
        }
        boolean hasFactor = hasOwn || pass.isExpected();
        if (settings.asksEverybody() || hasFactor && (!sso || settings.freshOnly() || mustShowNow())) {
            return ask(Set.of());
        }
        if (hasFactor) {
            return new Next.Nothing();
        }
        return isUsedUp() ? ask(Set.of()) : remind(demand);
    }

    /** Whether the user's codes are all used, and another factor can be set up here. */
    private boolean isUsedUp() {
        return InstalledFactors.of(session).areUsedUpFor(session.getContext().getRealm(), user)
                && settings.methods().stream().anyMatch(new MethodSetup(session)::isPossible);
    }

    /** Under single sign-on nobody is reminded, or each application would do it anew. */
    private Next remind(MfaDemand demand) {
        return sso
                ? new Next.Nothing()
                : new GraceReminder(session, login, user)
                        .next(demand, shownHere().all());
    }

    /**
     * An exemption spares a login what a policy asks for, not what the place in the flow or the application asks for. A
     * forgotten password is more than a login into the tenant: the new one is for all of the user's tenants.
     */
    private boolean asksByPolicyOnly() {
        return !settings.asksEverybody() && !settings.freshOnly() && !changesFactors() && !reset;
    }

    private boolean isFirstFactorDue() {
        boolean setsUp = changesFactors() && !SecondFactors.of(session).hasAny(user)
                || user.getRequiredActionsStream().anyMatch(CHANGES_OF_FACTORS::contains);
        return Reauthentication.isNeeded(session, login) || setsUp && Reauthentication.isNeededForSetup(session, login);
    }

    /** What the policy demands and was not shown; an empty set for any method. */
    private Optional<Set<Method>> missing(MfaDemand demand) {
        SessionEvidence shown = sso && !settings.freshOnly() ? shownHereOrBefore() : shownHere();
        return demand instanceof MfaDemand.Due due
                ? due.strength().missing(shown.all(), KeycloakClock.now())
                : Optional.empty();
    }

    private boolean isShown() {
        if (isEnough(shownHere())) {
            return true;
        }
        if (!sso || settings.freshOnly()) {
            return false;
        }
        SessionEvidence shown = shownHereOrBefore();
        return changesFactors() ? RemovalGuard.isRecent(shown) : isEnough(shown);
    }

    /** A pass was enough for this login. Users without a factor who must have one set it up, others may. */
    private Next afterPass(boolean hasOwn, MfaDemand demand) {
        boolean must = !hasOwn && (demand instanceof MfaDemand.Due || settings.asksEverybody());
        return !must && pass.isOfLinkOnly() ? new Next.Nothing() : pass.next(settings.methods(), !must);
    }

    private SessionEvidence shownHere() {
        if (shownHere == null) {
            shownHere = isServedByProviders()
                    ? SessionEvidence.countedIn(session, login)
                    : SessionEvidence.shownIn(session, login);
        }
        return shownHere;
    }

    private SessionEvidence shownHereOrBefore() {
        return isServedByProviders()
                ? SessionEvidence.countedInOrBefore(session, login)
                : SessionEvidence.shownInOrBefore(session, login);
    }

    /**
     * What an identity provider asked for serves a login into the tenant. It does not serve a level of authentication,
     * because the login there may be older, or changes of factors and passwords, which are for all of the user's tenants.
     */
    private boolean isServedByProviders() {
        return !settings.freshOnly() && !reset && !changesFactors();
    }

    /** Whether something was shown; at a place where all users use certain methods, one of these. */
    private boolean isEnough(SessionEvidence shown) {
        return shown.all().stream()
                // A level of authentication is for what requires a recent factor, which a pass is not.
                .filter(one -> one.method() != Method.ACCESS_PASS || !settings.freshOnly())
                .anyMatch(one -> !settings.asksEverybody() || settings.isServedBy(one.method()));
    }

    /** @param counting methods that count; empty for all */
    private Next ask(Set<Method> counting) {
        Set<Method> own = OwnMethods.of(session, user);
        Set<Method> here = settings.methods();
        Set<Method> counted = counting.isEmpty() ? here : both(here, counting);
        if (pass.isAll()) {
            return pass.next(counted, false);
        }
        boolean hasNone = own.isEmpty()
                && !InstalledFactors.of(session)
                        .areStoredFor(session.getContext().getRealm(), user);
        Set<Method> usable = both(own, counted);
        boolean takesPass = pass.isExpected() && (hasNone || !pass.removesFactors());
        if (!usable.isEmpty()) {
            return proof(usable, takesPass);
        }
        if (hasNone && !takesPass || isOwnFactorShown()) {
            return new Next.Setup(counted);
        }
        // Nobody sets up another factor in place of one that was not shown.
        Set<Method> others = both(own, here);
        return others.isEmpty() && !takesPass ? new Next.Refusal() : proof(others, takesPass);
    }

    /** The setup may take longer than a proof from before the login stays recent, so one in the login counts until its end. */
    private boolean isOwnFactorShown() {
        return SessionEvidence.shownIn(session, login).hasOwnFactor()
                || RemovalGuard.isRecent(SessionEvidence.shownInOrBefore(session, login));
    }

    private static Next proof(Set<Method> methods, boolean takesPass) {
        Stream<Method> pass = Stream.of(Method.ACCESS_PASS).filter(any -> takesPass);
        return new Next.Proof(Stream.concat(methods.stream(), pass).collect(Collectors.toSet()));
    }

    private static Set<Method> both(Set<Method> one, Set<Method> other) {
        return one.stream().filter(other::contains).collect(Collectors.toSet());
    }

    /** Under a session that has shown no second factor, or not recently. */
    private boolean mustShowNow() {
        return changesFactors() || Gate.of(session).refusesWithoutFactor(login, user);
    }

    /** Changing a credential takes a recent second factor; the user is asked for it now rather than refused later. */
    private boolean changesFactors() {
        String action = login.getClientNote(Constants.KC_ACTION);
        return action != null && CHANGES_OF_FACTORS.contains(action);
    }
}
