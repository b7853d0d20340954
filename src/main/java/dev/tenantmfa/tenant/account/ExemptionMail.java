package dev.tenantmfa.tenant.account;

import dev.tenantmfa.platform.MailFailure;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.platform.store.AfterCommit;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.name.ShownName;
import dev.tenantmfa.tenant.people.People;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Tells all owners of a tenant that one of them exempted a member from the policy, or revoked an exemption. */
public final class ExemptionMail {

    private static final Logger LOG = Logger.getLogger(ExemptionMail.class);
    private static final String TEMPLATE = "tmfa-exemption.ftl";

    private final KeycloakSession session;
    private final RealmModel realm;

    private ExemptionMail(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * Sends the mail once the change is committed.
     *
     * @param until null if the exemption was revoked
     */
    public static void toOwners(
            KeycloakSession session, Tenant tenant, UserModel owner, UserModel member, @Nullable Instant until) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        KeycloakContext context = session.getContext();
        String tenantId = tenant.id();
        String ownerId = owner.getId();
        String memberId = member.getId();
        if (context.getRealm().getSmtpConfig().isEmpty()) {
            return;
        }
        AfterCommit.run(
                session,
                () -> KeycloakModelUtils.runJobInTransaction(
                        factory, context, own -> new ExemptionMail(own).send(tenantId, ownerId, memberId, until)));
    }

    private void send(String tenantId, String ownerId, String memberId, @Nullable Instant until) {
        Tenant tenant = Tenants.of(session).byId(tenantId).orElse(null);
        UserModel owner = People.byId(session, ownerId).orElse(null);
        UserModel member = People.byId(session, memberId).orElse(null);
        if (tenant == null || owner == null || member == null) {
            return;
        }
        List<UserModel> owners = tenant.groups().members(session, TenantRole.OWNER.groupName());
        owners.stream()
                .filter(addressee -> addressee.isEnabled() && addressee.getEmail() != null)
                .forEach(addressee -> send(tenant, addressee, owner, member, until));
    }

    private void send(Tenant tenant, UserModel addressee, UserModel owner, UserModel member, @Nullable Instant until) {
        String name = ShownName.in(tenant.name());
        Locale locale = UserLocale.of(session, addressee);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("organizationName", name);
        attributes.put("member", nameOf(member));
        attributes.put("owner", nameOf(owner));
        if (until != null) {
            attributes.put(
                    "until",
                    DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                                    .withLocale(locale)
                                    .format(until.atZone(ZoneOffset.UTC))
                            + " UTC");
        }
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(addressee)
                    .send("tmfa-mail-subject-exemption", List.of(name), TEMPLATE, attributes);
        } catch (EmailException e) {
            LOG.warnf(
                    "An owner of tenant %s could not be told by mail of an exemption: %s",
                    tenant.id(), MailFailure.of(e));
        }
    }

    private static String nameOf(UserModel user) {
        return user.getEmail() == null ? user.getUsername() : user.getEmail();
    }
}
