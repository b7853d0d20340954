package dev.tenantmfa.assurance;

import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The methods that users of a realm can set up and show: those that its factors offer and those that a bound flow asks
 * for.
 */
public final class OfferedMethods {

    /** The step that asks for every method. */
    private static final String ONE_STEP = "tmfa-second-factor";

    private OfferedMethods() {}

    public static Set<Method> in(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        Set<Method> offered = EnumSet.noneOf(Method.class);
        offered.addAll(SecondFactors.of(session).offered());
        if (isAskedFor(realm, WebAuthnAuthenticatorFactory.PROVIDER_ID) || isAskedFor(realm, ONE_STEP)) {
            offered.add(Method.SECURITY_KEY);
        }
        boolean asked = isAskedFor(realm, WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID)
                || isAskedFor(realm, ONE_STEP)
                || Boolean.TRUE.equals(realm.getWebAuthnPolicyPasswordless().isPasskeysEnabled());
        if (asked && SecurityKeys.includePasskeys(realm)) {
            offered.add(Method.PASSKEY);
        }
        return offered;
    }

    /** Whether a bound flow contains the step. */
    private static boolean isAskedFor(RealmModel realm, String authenticator) {
        return boundFlows(realm)
                .flatMap(flow -> FlowStep.in(realm, flow).stream())
                .anyMatch(step -> authenticator.equals(step.authenticator()));
    }

    private static Stream<String> boundFlows(RealmModel realm) {
        Stream<String> ofRealm = Stream.of(
                        realm.getBrowserFlow(), realm.getFirstBrokerLoginFlow(), realm.getResetCredentialsFlow())
                .filter(Objects::nonNull)
                .map(AuthenticationFlowModel::getId);
        Stream<String> ofProviders = realm.getIdentityProvidersStream()
                .map(provider -> provider.getPostBrokerLoginFlowId())
                .filter(Objects::nonNull)
                .distinct();
        return Stream.concat(ofRealm, ofProviders);
    }
}
