package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.tenant.KeptGroup;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.account.MailBudget;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import dev.tenantmfa.tenant.enrolment.Enrolment.State;
import dev.tenantmfa.tenant.enrolment.Enrolments;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.people.UncachedUser;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Decides in one transaction which reminders of a tenant are due, and marks them as sent. The marks are groups below the
 * {@link KeptGroup}, like the days of {@link dev.tenantmfa.tenant.JoinDays}: they survive restarts, exports and imports,
 * and users cannot edit them.
 */
final class TenantReminders {

    /** Attribute of the {@link KeptGroup}: the day of the policy of which the owners were told last. */
    private static final String SUMMARY = "tenant-mfa.summary-mail";

    private static final int MOST_NAMES = 20;

    private final KeycloakSession session;
    private final Tenant tenant;
    private final RollOut rollOut;

    TenantReminders(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.rollOut = new RollOut(
                tenant.mfaPolicy(),
                KeycloakClock.now(),
                RealmZone.of(session.getContext().getRealm()));
    }

    /** @param memberId the addressee */
    record Mail(String memberId, Reminder reminder) {}

    /** @param isDone false if other members have to wait for the next run */
    record Marked(List<Mail> mails, boolean isDone) {

        static final Marked NONE = new Marked(List.of(), false);

        Marked {
            mails = List.copyOf(mails);
        }
    }

    /** @param ownerIds the addressees */
    record OwnersMail(List<String> ownerIds, ReminderMails.Summary summary) {

        OwnersMail {
            ownerIds = List.copyOf(ownerIds);
        }
    }

    /** Members to whom a mail is due. Reads the members only if the policy's dates or newcomers give a reason to. */
    List<String> concerned() {
        MfaPolicy policy = rollOut.policy();
        boolean worthALook = policy.requiredFor() != RequiredFor.NONE
                && (rollOut.concernsEverybody()
                        || new ReminderQueries(session)
                                .hasNewcomers(tenant.id(), rollOut.newcomersSince(), rollOut.zone(), rollOut.now()));
        return worthALook
                ? Enrolments.of(session, tenant).all("").stream()
                        .filter(enrolment -> due(enrolment).isPresent())
                        .map(enrolment -> enrolment.member().person().getId())
                        .toList()
                : List.of();
    }

    /**
     * Marks the reminders of these members, which must be sent once the transaction is committed. Looks at the members
     * again: another node may have reminded them meanwhile. Marks none while another session is changing the tenant.
     */
    Marked mark(List<String> memberIds) {
        if (!TenantLock.tryOnTenant(session, tenant.id())) {
            return Marked.NONE;
        }
        List<Mail> mails = new ArrayList<>();
        for (Enrolment enrolment :
                Enrolments.of(session, tenant).of(tenant.memberships().byIds(memberIds))) {
            Optional<Reminder> due = due(enrolment);
            if (due.isEmpty()) {
                continue;
            }
            Optional<Duration> wait = takeFromBudget(enrolment.member().person());
            if (wait.filter(MailBudget.HOUR::equals).isPresent()) {
                return new Marked(mails, false);
            }
            if (wait.isEmpty()) {
                mark(enrolment.member(), due.get());
                mails.add(new Mail(enrolment.member().person().getId(), due.get()));
            }
        }
        return new Marked(mails, true);
    }

    /** Marks the owners' summary if it is due. Empty if it is not, or if another session is changing the tenant. */
    Optional<OwnersMail> markSummary() {
        Optional<Instant> date = rollOut.dateOfSummary();
        if (date.isEmpty() || !TenantLock.tryOnTenant(session, tenant.id())) {
            return Optional.empty();
        }
        String day = LocalDate.ofInstant(date.get(), rollOut.zone()).toString();
        KeptGroup kept = new KeptGroup(session, tenant.organization());
        if (kept.find()
                .filter(group -> day.equals(group.getFirstAttribute(SUMMARY)))
                .isPresent()) {
            return Optional.empty();
        }
        List<Enrolment> required = Enrolments.of(session, tenant).all("").stream()
                .filter(enrolment -> enrolment.state() != State.NOT_REQUIRED)
                .toList();
        List<Enrolment> missing = required.stream().filter(Enrolment::isMissing).toList();
        List<String> owners = missing.isEmpty() ? List.of() : owners();
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        kept.open().setSingleAttribute(SUMMARY, day);
        return Optional.of(new OwnersMail(
                owners,
                new ReminderMails.Summary(
                        date.get(),
                        missing.size(),
                        required.size(),
                        missing.stream()
                                .limit(MOST_NAMES)
                                .map(enrolment -> nameOf(enrolment.member().person()))
                                .toList())));
    }

    private List<String> owners() {
        return tenant.groups().members(session, TenantRole.OWNER.groupName()).stream()
                .filter(owner ->
                        tenant.members().of(owner).filter(Membership::opens).isPresent())
                .filter(owner ->
                        owner.getEmail() != null && takeFromBudget(owner).isEmpty())
                .map(UserModel::getId)
                .toList();
    }

    private Optional<Reminder> due(Enrolment enrolment) {
        UserModel person = enrolment.member().person();
        return person.isEnabled() && person.getEmail() != null ? rollOut.reminderFor(enrolment) : Optional.empty();
    }

    /** @return how long to wait; empty if a mail may be sent now */
    private Optional<Duration> takeFromBudget(UserModel addressee) {
        return MailBudget.ofReminder(session, tenant, EmailAddress.stored(addressee.getEmail()))
                .take();
    }

    private void mark(Membership member, Reminder reminder) {
        KeptGroup kept = new KeptGroup(session, tenant.organization());
        GroupModel mark = kept.child(reminder.mark());
        List<GroupModel> earlier =
                member.kept().stream().filter(Reminder::isMark).map(kept::child).toList();
        UncachedUser.write(session, member.person(), user -> {
            user.joinGroup(mark);
            earlier.forEach(user::leaveGroup);
        });
    }

    private String nameOf(UserModel user) {
        return user.getEmail() == null ? TenantUsername.of(tenant, user) : user.getEmail();
    }
}
