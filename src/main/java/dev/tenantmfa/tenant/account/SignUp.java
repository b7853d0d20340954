package dev.tenantmfa.tenant.account;

import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.platform.store.Slots;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lifecycle.Founding;
import dev.tenantmfa.tenant.lifecycle.Taking;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.theme.Theme;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Creates an account, and a tenant that it owns, at the first login: both in the request's transaction, or neither. The
 * realm's requirements for registration (password policy, user profile) apply here too.
 */
public final class SignUp {

    private static final Logger LOG = Logger.getLogger(SignUp.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int NUMBERED_NAMES = 9;

    private final KeycloakSession session;
    private final RealmModel realm;

    private SignUp(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    public static SignUp of(KeycloakSession session) {
        return new SignUp(session);
    }

    /**
     * @param tenantName as sent; null to use the local part of the e-mail address
     * @param origin network address of the request
     */
    public record Applicant(
            EmailAddress email, String password, @Nullable String tenantName, String origin) {

        @Override
        public String toString() {
            return "Applicant[hidden]";
        }
    }

    /** Result of a sign-up. */
    public sealed interface Outcome {

        /** Account and tenant were created. */
        record Made(UserModel person, Tenant tenant) implements Outcome {}

        /** The address has an account: of two simultaneous requests, the other one created it. */
        record Known(UserModel person) implements Outcome {}

        /** The address belongs to an account with another username; the username is not disclosed. */
        record AddressInUse() implements Outcome {}

        /**
         * The realm rejects the password, or a field of the profile.
         *
         * @param reason in English
         */
        record AccountRefused(String reason) implements Outcome {}

        /** @param reason in English */
        record TenantNameRefused(String reason) implements Outcome {}

        /** @param retryAfter the longest time to wait */
        record TooMany(Duration retryAfter) implements Outcome {}
    }

    /** @param mostPerHour sign-ups per hour from one origin */
    public Outcome create(Applicant applicant, int mostPerHour) {
        Optional<TenantName> named = Optional.ofNullable(applicant.tenantName()).flatMap(TenantName::parse);
        if (applicant.tenantName() != null && named.isEmpty()) {
            return new Outcome.TenantNameRefused(
                    "tenant_name must have 1 to 100 visible characters. HTML, character references and ${ are not allowed");
        }
        String domain =
                applicant.email().value().substring(applicant.email().value().lastIndexOf('@') + 1);
        if (Tenants.of(session).isAlias(domain)) {
            // The address becomes the username, but that tenant would use the same username for one of its own members.
            return new Outcome.AccountRefused("email: not allowed");
        }
        Optional<String> weakness = text(session.getProvider(PasswordPolicyManagerProvider.class)
                .validate(applicant.email().value(), applicant.password()));
        if (weakness.isPresent()) {
            return new Outcome.AccountRefused(weakness.get());
        }
        try {
            named.ifPresent(name -> TenantLock.onName(session, name));
            TenantLock.onEmail(session, applicant.email());
            return createLocked(applicant, named, mostPerHour);
        } catch (TenantBusyException e) {
            LOG.debugf(e, "Another sign-up holds what this one needs");
            return new Outcome.TooMany(BUSY);
        }
    }

    private Outcome createLocked(Applicant applicant, Optional<TenantName> named, int mostPerHour) {
        UserModel known;
        try {
            known = KeycloakModelUtils.findUserByNameOrEmail(
                    session, realm, applicant.email().value());
        } catch (ModelDuplicateException e) {
            // Several accounts, from when the realm allowed them. Keycloak's message contains the address.
            return new Outcome.AddressInUse();
        }
        if (known != null) {
            return new Outcome.Known(known);
        }
        if (!new AccountsByEmail(session).all(applicant.email()).isEmpty()) {
            return new Outcome.AddressInUse();
        }
        if (named.filter(Tenants.of(session)::isNameInUse).isPresent()) {
            return new Outcome.TenantNameRefused("tenant_name is in use");
        }
        if (!takeOne(applicant.origin(), mostPerHour)) {
            return new Outcome.TooMany(HOUR);
        }
        return make(applicant, named);
    }

    private Outcome make(Applicant applicant, Optional<TenantName> named) {
        UserModel person;
        try {
            person = account(applicant);
        } catch (ValidationException e) {
            return new Outcome.AccountRefused(reasonOf(e));
        }
        Optional<String> weakness = text(
                session.getProvider(PasswordPolicyManagerProvider.class).validate(realm, person, applicant.password()));
        if (weakness.isPresent()) {
            session.users().removeUser(realm, person);
            return new Outcome.AccountRefused(weakness.get());
        }
        person.credentialManager().updateCredential(UserCredentialModel.password(applicant.password()));
        Tenant tenant = tenant(person, applicant.email(), named);
        if (realm.isVerifyEmail()) {
            new AddressVerification(session).send(person);
        }
        return new Outcome.Made(person, tenant);
    }

    private String reasonOf(ValidationException invalid) {
        return invalid.getErrors().stream()
                .findFirst()
                .map(error -> error.getAttribute() + ": " + text(error.getMessage(), error.getMessageParameters()))
                .orElse("The profile is not complete");
    }

    private Tenant tenant(UserModel owner, EmailAddress email, Optional<TenantName> named) {
        TenantName name = named.orElseGet(() -> freeName(email));
        // The address also becomes the tenant's, once it is verified and if no other tenant has it then.
        if (Founding.of(session).create(owner, name, Optional.of(email)) instanceof Taking.Taken taken) {
            return taken.tenant();
        }
        // The name is locked and was free: only Keycloak's own console can have taken it. Everything is rolled back.
        throw new IllegalStateException("the tenant's name was taken in the same moment");
    }

    private UserModel account(Applicant applicant) {
        Map<String, List<String>> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, List.of(applicant.email().value()));
        attributes.put(UserModel.EMAIL, List.of(applicant.email().value()));
        UserProfile profile =
                session.getProvider(UserProfileProvider.class).create(UserProfileContext.REGISTRATION, attributes);
        UserModel person = profile.create();
        person.setEnabled(true);
        person.setEmailVerified(false);
        return person;
    }

    /** The local part, followed by a number if the name is taken. */
    private TenantName freeName(EmailAddress email) {
        Tenants tenants = Tenants.of(session);
        String local = email.value().substring(0, email.value().lastIndexOf('@'));
        Stream<String> numbered = IntStream.rangeClosed(2, NUMBERED_NAMES).mapToObj(number -> local + " " + number);
        return Stream.concat(Stream.of(local), numbered)
                .flatMap(name -> TenantName.parse(name).stream())
                .filter(name -> {
                    TenantLock.onName(session, name);
                    return !tenants.isNameInUse(name);
                })
                .findFirst()
                .orElseGet(() -> new TenantName(
                        "tenant " + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 46), 36)));
    }

    /** Uses a transaction of its own: the attempt counts even if the request fails. */
    private boolean takeOne(String origin, int mostPerHour) {
        String place = Fingerprint.of(realm.getId() + " " + origin);
        Slots budget = new Slots("tenant-mfa.sign-up." + place, mostPerHour, HOUR);
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                own -> budget.takeAny(own.singleUseObjects()).isPresent());
    }

    private Optional<String> text(@Nullable PolicyError error) {
        return error == null ? Optional.empty() : Optional.of(text(error.getMessage(), error.getParameters()));
    }

    /** In English, like the error descriptions of OAuth (RFC 6749, 5.2: for developers). */
    private String text(String key, Object @Nullable [] parameters) {
        try {
            Properties messages = session.theme().getTheme(Theme.Type.LOGIN).getMessages(Locale.ENGLISH);
            String text = messages.getProperty(key);
            return text == null ? key : new MessageFormat(text, Locale.ENGLISH).format(parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
