package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.protocol.oidc.utils.AmrUtils;

/**
 * Values of the {@code amr} claim (RFC 8176, 2): what a session has shown, and the reference values that an administrator
 * set on other steps of the flow. The values of this extension's own second-factor steps are left out, because these steps
 * also succeed for users whom they ask for nothing.
 */
final class MethodReferences {

    private static final String OURS = "tmfa-";

    private final KeycloakSession session;
    private final RealmModel realm;

    MethodReferences(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Without duplicates; {@code mfa} comes last. */
    List<String> of(AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        UserSessionModel userSession = clientSession.getUserSession();
        List<Evidence> shown =
                SessionEvidence.of(session, clientSession, context).all();
        Map<String, Integer> steps =
                new HashMap<>(KeycloakSteps.completed(userSession.getNote(Constants.AUTHENTICATORS_COMPLETED)));
        steps.entrySet().removeIf(step -> isOfPasskey(step, shown) || isOurSecondFactor(step.getKey()));
        Set<String> values = new LinkedHashSet<>();
        if (steps.keySet().stream().anyMatch(this::asksForPassword)) {
            values.add("pwd");
        }
        values.addAll(AmrUtils.getAuthenticationExecutionReferences(steps, realm));
        values.remove("mfa");
        shown.forEach(one -> values.addAll(of(one.method(), userSession.getUser())));
        if (!shown.isEmpty()) {
            values.add("mfa");
        }
        return List.copyOf(values);
    }

    private static List<String> of(Method method, UserModel user) {
        return switch (method) {
            case TOTP, BACKUP_CODE, EMAIL, ACCESS_PASS -> List.of("otp");
            case SMS -> List.of("sms");
            case SECURITY_KEY, PASSKEY -> List.of(KeyProtection.of(user, method).reference(), "pop");
            case UPSTREAM -> List.of();
        };
    }

    /** The form for a username also accepts a passkey, and no password was typed then. */
    private boolean isOfPasskey(Map.Entry<String, Integer> step, List<Evidence> shown) {
        Set<Instant> passkeys = shown.stream()
                .filter(one -> one.method() == Method.PASSKEY)
                .map(Evidence::time)
                .collect(Collectors.toSet());
        return passkeys.contains(Instant.ofEpochSecond(step.getValue())) && asksForPassword(step.getKey());
    }

    private boolean isOurSecondFactor(String executionId) {
        AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(executionId);
        return execution != null
                && execution.getAuthenticator() != null
                && execution.getAuthenticator().startsWith(OURS)
                && !asksForPassword(executionId);
    }

    /** Keycloak's form for a username has the category of passwords and asks for none. */
    private boolean asksForPassword(String executionId) {
        AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(executionId);
        return execution != null
                && execution.getAuthenticator() != null
                && !UsernameFormFactory.PROVIDER_ID.equals(execution.getAuthenticator())
                && session.getKeycloakSessionFactory()
                                .getProviderFactory(Authenticator.class, execution.getAuthenticator())
                        instanceof AuthenticatorFactory factory
                && PasswordCredentialModel.TYPE.equals(factory.getReferenceCategory());
    }
}
