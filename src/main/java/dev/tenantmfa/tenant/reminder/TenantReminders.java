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

    /** Begins the names of groups of owners who were told who is missing. */
    private static final String SUMMARIZED = "SUMMARIZED_";

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
                replaceMark(enrolment.member(), Reminder.MARK, due.get().mark());
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
        String mark = SUMMARIZED + LocalDate.ofInstant(date.get(), rollOut.zone());
        List<Enrolment> all = Enrolments.of(session, tenant).all("");
        List<Enrolment> missing = all.stream().filter(Enrolment::isMissing).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        List<String> addressees = new ArrayList<>();
        for (Enrolment enrolment : all) {
            Membership owner = enrolment.member();
            if (owner.role() == TenantRole.OWNER
                    && owner.opens()
                    && owner.person().getEmail() != null
                    && !owner.kept().contains(mark)
                    && takeFromBudget(owner.person()).isEmpty()) {
                replaceMark(owner, SUMMARIZED, mark);
                addressees.add(owner.person().getId());
            }
        }
        return addressees.isEmpty()
                ? Optional.empty()
                : Optional.of(new OwnersMail(addressees, summary(date.get(), all, missing)));
    }

    private ReminderMails.Summary summary(Instant date, List<Enrolment> all, List<Enrolment> missing) {
        return new ReminderMails.Summary(
                date,
                missing.size(),
                (int) all.stream()
                        .filter(enrolment -> enrolment.state() != State.NOT_REQUIRED)
                        .count(),
                missing.stream()
                        .limit(MOST_NAMES)
                        .map(enrolment -> nameOf(enrolment.member().person()))
                        .toList());
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

    /** @param prefix of the names of earlier marks, which are of no use any more */
    private void replaceMark(Membership member, String prefix, String mark) {
        KeptGroup kept = new KeptGroup(session, tenant.organization());
        GroupModel group = kept.child(mark);
        List<GroupModel> earlier = member.kept().stream()
                .filter(name -> name.startsWith(prefix))
                .map(kept::child)
                .toList();
        UncachedUser.write(session, member.person(), user -> {
            user.joinGroup(group);
            earlier.forEach(user::leaveGroup);
        });
    }

    private String nameOf(UserModel user) {
        return user.getEmail() == null ? TenantUsername.of(tenant, user) : user.getEmail();
    }
}
