package dev.tenantmfa.tenant.login;

import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.provider.PlainStep;
import dev.tenantmfa.platform.rest.PlainText;
import dev.tenantmfa.platform.setting.StepConfig;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.account.SignUp;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.session.ActiveTenant;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.representations.idm.CredentialRepresentation;

/**
 * Identifies the user of a password grant: by tenant and username, by e-mail address or, for users without a tenant, by
 * the realm's username. The next step checks the password. Users who cannot log in are refused here with the response to
 * a wrong password, after the same amount of work. If enabled, unknown users sign up.
 */
final class DirectGrantUser implements PlainStep {

    private static final String USERNAME = "username";
    private static final String PASSWORD = CredentialRepresentation.PASSWORD;
    private static final String TENANT_NAME = "tenant_name";
    /** Longest username or address that Keycloak's database holds. */
    private static final int LONGEST = 255;

    private final KeycloakSession session;
    private final Entrance entrance;
    private final TenantPeople people;

    DirectGrantUser(KeycloakSession session) {
        this.session = session;
        this.entrance = new Entrance(session);
        this.people = new TenantPeople(session);
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        ActiveTenant.forgetRequest(context.getAuthenticationSession());
        String typed = DirectGrantRequest.parameter(context, USERNAME);
        if (typed == null) {
            context.getEvent().error(Errors.USER_NOT_FOUND);
            context.failure(AuthenticationFlowError.INVALID_USER, DirectGrantAnswers.missing(USERNAME));
            return;
        }
        String name = typed.strip();
        String tenantName = DirectGrantRequest.parameter(context, Entrance.PARAMETER);
        if (!isName(name) || (tenantName != null && !isName(tenantName))) {
            refuse(context, Errors.USER_NOT_FOUND);
            return;
        }
        context.getEvent().detail(Details.USERNAME, name);
        context.getAuthenticationSession().setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, name);
        if (tenantName == null || !Tenants.of(session).areEnabled()) {
            people.inRealm(name).ifPresentOrElse(person -> check(context, person), () -> signUpOrRefuse(context, name));
            return;
        }
        Optional<Tenant> tenant = entrance.byName(tenantName);
        // The event of a wrong password also names the tenant.
        tenant.ifPresent(known -> context.getEvent().detail(ActiveTenant.CLAIM, known.id()));
        Optional<UserModel> member = tenant.flatMap(known -> people.in(known, name));
        if (member.isEmpty()) {
            refuse(context, Errors.USER_NOT_FOUND);
        } else if (check(context, member.get())) {
            ActiveTenant.request(context.getAuthenticationSession(), tenant.get());
        }
    }

    /** Checks the same as Keycloak's own step, in its order and with its responses. */
    private static boolean check(AuthenticationFlowContext context, UserModel person) {
        if (person.getServiceAccountClientLink() != null) {
            context.getEvent().detail(Details.REASON, "User is a service account");
            refuse(context, Errors.INVALID_USER);
            return false;
        }
        String lock = AuthenticatorUtils.getDisabledByBruteForceEventError(context, person);
        if (lock != null) {
            hashInVain(context);
            context.getEvent().user(person).error(lock);
            context.forceChallenge(DirectGrantAnswers.invalidCredentials());
            return false;
        }
        if (!person.isEnabled()) {
            context.getEvent().user(person).error(Errors.USER_DISABLED);
            context.forceChallenge(answerToDisabled(context, person));
            return false;
        }
        if (!person.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            // The next step would refuse at once, and so disclose that the user exists.
            hashInVain(context);
        }
        context.setUser(person);
        context.success();
        return true;
    }

    /**
     * Keycloak's own step tells disabled users about it after a valid password, and does not count a wrong one. Here a
     * wrong password counts as a failed login, so that brute force detection stops the guessing, as for other users.
     */
    private static Response answerToDisabled(AuthenticationFlowContext context, UserModel person) {
        if (!person.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            hashInVain(context);
        } else if (isRightPassword(context, person)) {
            return DirectGrantAnswers.disabled();
        }
        SecondFactors.reportWrongPassword(context.getSession(), context.getRealm(), person);
        return DirectGrantAnswers.invalidCredentials();
    }

    private void signUpOrRefuse(AuthenticationFlowContext context, String name) {
        Map<String, String> config = StepConfig.in(context);
        String password = password(context);
        Optional<EmailAddress> email = EmailAddress.parse(name);
        if (!DirectGrantUserFactory.CREATE_TENANT.in(config)
                || !Tenants.of(session).areEnabled()
                || email.isEmpty()
                || password == null
                || password.isEmpty()) {
            refuse(context, Errors.USER_NOT_FOUND);
            return;
        }
        SignUp.Applicant applicant = new SignUp.Applicant(
                email.get(),
                password,
                DirectGrantRequest.parameter(context, TENANT_NAME),
                ClientNetwork.of(context.getConnection().getRemoteHost()));
        SignUp.Outcome outcome =
                SignUp.of(session).create(applicant, DirectGrantUserFactory.SIGN_UPS_PER_HOUR.in(config));
        if (outcome instanceof SignUp.Outcome.Made made) {
            tellOf(context, made);
            ActiveTenant.request(context.getAuthenticationSession(), made.tenant());
            context.setUser(made.person());
            context.success();
        } else if (outcome instanceof SignUp.Outcome.Known known) {
            check(context, known.person());
        } else if (outcome instanceof SignUp.Outcome.AddressInUse) {
            refuse(context, Errors.USER_NOT_FOUND);
        } else {
            context.getEvent()
                    .detail(Details.REASON, outcome.getClass().getSimpleName())
                    .error(Errors.INVALID_REGISTRATION);
            // Does not count as a failed login: no password was guessed.
            context.challenge(DirectGrantAnswers.ofSignUp(outcome));
        }
    }

    private static void tellOf(AuthenticationFlowContext context, SignUp.Outcome.Made made) {
        context.getEvent()
                .clone()
                .event(EventType.REGISTER)
                .user(made.person())
                .detail(Details.EMAIL, made.person().getEmail())
                .detail(Details.REGISTER_METHOD, "first_login")
                .detail(ActiveTenant.CLAIM, made.tenant().id())
                .success();
    }

    private static void refuse(AuthenticationFlowContext context, String error) {
        hashInVain(context);
        context.getEvent().error(error);
        context.failure(AuthenticationFlowError.INVALID_USER, DirectGrantAnswers.invalidCredentials());
    }

    /** As much work as a password check; Keycloak's next step does none if no password was sent. */
    private static void hashInVain(AuthenticationFlowContext context) {
        if (password(context) != null) {
            AuthenticatorUtils.dummyHash(context);
        }
    }

    private static boolean isRightPassword(AuthenticationFlowContext context, UserModel person) {
        return person.credentialManager().isValid(UserCredentialModel.password(password(context)));
    }

    private static @Nullable String password(AuthenticationFlowContext context) {
        return context.getHttpRequest().getDecodedFormParameters().getFirst(PASSWORD);
    }

    /** Whether the text can be the name of an account or a tenant; some databases reject control characters. */
    private static boolean isName(String text) {
        return text.length() <= LONGEST && PlainText.is(text);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }
}
