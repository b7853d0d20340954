package dev.tenantmfa.headless.grant;

import dev.tenantmfa.assurance.MethodSetup;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.OwnMethods;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.headless.waiting.Need;
import dev.tenantmfa.platform.KeycloakClock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Decides whether a login without a browser needs a second factor: users who have one need it at each login, users who
 * must have one, or whose codes are all used, set it up. Only methods that the policy allows count, and what a browser would have
 * to ask for or set up is not replaced by anything else.
 */
final class SecondFactorNeed {

    private static final Need IN_BROWSER = new Need.Browser(
            "second_factor_not_allowed",
            "The policy requires a second factor that only a browser can ask for or set up.");

    private static final Need KEY = new Need.Browser(
            "security_key_required", "This account logs in with a security key, which only a browser can ask for.");

    private static final Need PASS = new Need.Browser(
            "access_pass_in_browser", "This account has an access pass, and its setup continues in a browser only.");
    private static final Set<Method> KEYS = Set.of(Method.SECURITY_KEY, Method.PASSKEY);

    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final UserModel user;
    private final boolean asksEverybody;

    SecondFactorNeed(AuthenticationFlowContext context, boolean asksEverybody) {
        this.session = context.getSession();
        this.login = context.getAuthenticationSession();
        this.user = context.getUser();
        this.asksEverybody = asksEverybody;
    }

    Need next() {
        boolean hasFactor = SecondFactors.of(session).hasAny(user);
        MfaDemand demand = MfaPolicy.strictest(session, user, login);
        if (demand instanceof MfaDemand.Exempt && !asksEverybody) {
            return new Need.Nothing(true);
        }
        List<Evidence> shown = SessionEvidence.shownIn(session, login).all();
        if (demand instanceof MfaDemand.Due due && !due.strength().isMetBy(shown, KeycloakClock.now())) {
            return of(due.strength());
        }
        if (!shown.isEmpty()) {
            return new Need.Nothing(false);
        }
        if (hasFactor || asksEverybody || isUsedUp()) {
            return of(Strength.ANY);
        }
        return AccessPasses.isValidFor(session, user)
                ? new Need.Code(Set.of(Method.ACCESS_PASS))
                : new Need.Nothing(false);
    }

    /** Whether the user's codes are all used, and an app can be set up. */
    private boolean isUsedUp() {
        return InstalledFactors.of(session).areUsedUpFor(session.getContext().getRealm(), user)
                && new MethodSetup(session).isPossible(Method.TOTP);
    }

    /** Users who have no factor must set one up, even with a pass: only a browser can ask for both in one login. */
    private Need of(Strength strength) {
        Set<Method> own = EnumSet.noneOf(Method.class);
        own.addAll(OwnMethods.of(session, user));
        boolean hasNone = own.isEmpty()
                && !InstalledFactors.of(session)
                        .areStoredFor(session.getContext().getRealm(), user);
        boolean hasPass = AccessPasses.isValidFor(session, user);
        if (hasPass && hasNone) {
            return PASS;
        } else if (hasPass) {
            own.add(Method.ACCESS_PASS);
        }
        Set<Method> counting =
                own.stream().filter(method -> meets(strength, method)).collect(Collectors.toSet());
        Need.Code code = new Need.Code(counting);
        if (!code.kinds().isEmpty()) {
            return code;
        } else if (!Collections.disjoint(counting, KEYS)) {
            return KEY;
        }
        // Users who have another factor must show it before they set one up, in one login: a browser does that.
        return hasNone && meets(strength, Method.TOTP) ? new Need.App() : IN_BROWSER;
    }

    /** Whether a proof of the method is enough by itself. */
    private static boolean meets(Strength strength, Method method) {
        return strength.isMetBy(List.of(new Evidence(method, KeycloakClock.now())), KeycloakClock.now());
    }
}
