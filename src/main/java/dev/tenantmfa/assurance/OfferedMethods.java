package dev.tenantmfa.assurance;

import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The methods with which users of a realm can meet a policy: those that users without a second factor can set up
 * ({@link MethodSetup}) and that a bound flow asks for.
 */
public final class OfferedMethods {

    private final RealmModel realm;
    private final List<FlowStep> steps;

    private OfferedMethods(RealmModel realm) {
        this.realm = realm;
        this.steps = boundFlows(realm)
                .distinct()
                .flatMap(flow -> FlowStep.in(realm, flow).stream())
                .toList();
    }

    public static Set<Method> in(KeycloakSession session) {
        MethodSetup setup = new MethodSetup(session);
        OfferedMethods flows = new OfferedMethods(session.getContext().getRealm());
        return FlowStep.ASKABLE.stream()
                .filter(setup::isPossible)
                .filter(flows::askFor)
                .collect(Collectors.toSet());
    }

    private boolean askFor(Method method) {
        List<FlowStep> own = ownSteps();
        if (own.stream().map(FlowStep::namedMethods).anyMatch(named -> named.isEmpty() || named.contains(method))) {
            return true;
        }
        return switch (method) {
            case SECURITY_KEY ->
                !stepsOf(WebAuthnAuthenticatorFactory.PROVIDER_ID).isEmpty();
            case PASSKEY ->
                !stepsOf(WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID).isEmpty()
                        || Boolean.TRUE.equals(
                                realm.getWebAuthnPolicyPasswordless().isPasskeysEnabled());
            // Codes do not need a browser. Where no step of this extension is bound, nothing limits them.
            default -> own.isEmpty() || method == Method.TOTP && steps.stream().anyMatch(OfferedMethods::asksForCodes);
        };
    }

    /**
     * The steps of this extension that users come to at each login: those of the browser flow outside of all levels of
     * authentication; if it has none, all that are bound.
     */
    private List<FlowStep> ownSteps() {
        List<FlowStep> browser = Stream.ofNullable(realm.getBrowserFlow())
                .flatMap(flow -> FlowStep.in(realm, flow.getId()).stream())
                .filter(step -> step.level() == Constants.NO_LOA)
                .filter(step -> step.authenticator().equals(StepKind.SECOND_FACTOR_STEP))
                .toList();
        return browser.isEmpty() ? stepsOf(StepKind.SECOND_FACTOR_STEP) : browser;
    }

    /** Whether Keycloak's own step asks for codes. */
    private static boolean asksForCodes(FlowStep step) {
        return StepKind.of(step.authenticator()) == StepKind.BUILT_IN_FACTOR
                && StepKind.methodOf(step.authenticator()).isEmpty();
    }

    private List<FlowStep> stepsOf(String authenticator) {
        return steps.stream()
                .filter(step -> authenticator.equals(step.authenticator()))
                .toList();
    }

    private static Stream<String> boundFlows(RealmModel realm) {
        Stream<String> ofRealm = Stream.of(
                        realm.getBrowserFlow(), realm.getFirstBrokerLoginFlow(), realm.getResetCredentialsFlow())
                .filter(Objects::nonNull)
                .map(AuthenticationFlowModel::getId);
        Stream<String> ofProviders = realm.getIdentityProvidersStream()
                .map(provider -> provider.getPostBrokerLoginFlowId())
                .filter(Objects::nonNull);
        return Stream.concat(ofRealm, ofProviders);
    }
}
