package dev.tenantmfa.tenant.account;

import dev.tenantmfa.platform.MailFailure;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.common.util.Time;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Creates accounts of a tenant for its members. The user activates such an account by following the link in the mail
 * and setting a password; the tenant never knows the password.
 */
public final class Accounts {

    private static final Logger LOG = Logger.getLogger(Accounts.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    private Accounts(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    public static Accounts of(KeycloakSession session) {
        return new Accounts(session);
    }

    /** @param username name within the tenant, see {@link TenantUsername#isValid} */
    public record NewAccount(
            String username, EmailAddress email, Optional<String> firstName, Optional<String> lastName) {}

    /** Result of creating an account. */
    public sealed interface Creation {}

    /** The account was created and is a member; {@code mailSent} says whether its activation mail was sent. */
    public record Made(UserModel person, boolean mailSent) implements Creation {}

    /** The address already has an account. */
    public record EmailInUse() implements Creation {}

    /** Another member of the tenant has the name. */
    public record UsernameInUse() implements Creation {}

    /** The realm's user profile rejects a field. */
    public record Invalid(String field) implements Creation {}

    /** The tenant's mail limit is reached. */
    public record TooManyMails(Duration retryAfter) implements Creation {}

    public Creation create(UserModel sender, Tenant tenant, NewAccount account, TenantRole role) {
        TenantLock.onTenant(session, tenant.id());
        TenantLock.onEmail(session, account.email());
        if (!new AccountsByEmail(session).all(account.email()).isEmpty()) {
            return new EmailInUse();
        }
        String username = realm.isRegistrationEmailAsUsername()
                ? account.email().value()
                : TenantUsername.inRealm(tenant, account.username());
        if (isInUse(tenant, username, account.username())) {
            return new UsernameInUse();
        }
        Optional<Duration> wait = new MailBudget(session, tenant, sender, account.email()).take();
        if (wait.isPresent()) {
            return new TooManyMails(wait.get());
        }
        try {
            UserModel person = make(username, account);
            tenant.members().add(person, role);
            tenant.members().markAccountOf(person);
            return new Made(person, sendMail(person));
        } catch (ValidationException e) {
            return new Invalid(e.getErrors().stream()
                    .findFirst()
                    .map(ValidationException.Error::getAttribute)
                    .orElse("A field"));
        } catch (ModelDuplicateException e) {
            // Registered at the same moment, outside this class.
            return new EmailInUse();
        }
    }

    private boolean isInUse(Tenant tenant, String username, String inTenant) {
        return session.users().getUserByUsername(realm, username) != null
                || Optional.ofNullable(session.users().getUserByUsername(realm, inTenant))
                        .flatMap(tenant.members()::of)
                        .isPresent();
    }

    private UserModel make(String username, NewAccount account) {
        Map<String, List<String>> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, List.of(username));
        attributes.put(UserModel.EMAIL, List.of(account.email().value()));
        account.firstName().ifPresent(name -> attributes.put(UserModel.FIRST_NAME, List.of(name)));
        account.lastName().ifPresent(name -> attributes.put(UserModel.LAST_NAME, List.of(name)));
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
        UserModel person = profile.create();
        person.setEnabled(true);
        person.setEmailVerified(false);
        person.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        person.addRequiredAction(UserModel.RequiredAction.VERIFY_EMAIL);
        return person;
    }

    /** The link in the mail verifies the address and requires the user to set a password. */
    private boolean sendMail(UserModel person) {
        int lifespan = realm.getActionTokenGeneratedByAdminLifespan();
        ExecuteActionsActionToken token = new ExecuteActionsActionToken(
                person.getId(),
                person.getEmail(),
                Time.currentTime() + lifespan,
                List.of(UserModel.RequiredAction.UPDATE_PASSWORD.name()),
                null,
                Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        String link = ActionLink.of(session, realm, token);
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setAttribute(Constants.TEMPLATE_ATTR_REQUIRED_ACTIONS, token.getRequiredActions())
                    .setAttribute(Constants.IGNORE_ACCEPT_LANGUAGE_HEADER, true)
                    .setRealm(realm)
                    .setUser(person)
                    .sendExecuteActions(link, TimeUnit.SECONDS.toMinutes(lifespan));
            return true;
        } catch (EmailException e) {
            LOG.warnf("The mail that opens account %s could not be sent: %s", person.getId(), MailFailure.of(e));
            return false;
        }
    }
}
