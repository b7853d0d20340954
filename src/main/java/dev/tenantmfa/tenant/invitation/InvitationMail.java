package dev.tenantmfa.tenant.invitation;

import dev.tenantmfa.platform.MailFailure;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.name.ShownName;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationInvitationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.Urls;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.ResolveRelative;

/**
 * Sends an invitation: to an address with an account a link to join, to any other address a link to register. The links
 * are those of Keycloak's admin API, whose code requires a realm administrator. The mail is our own: Keycloak's prints
 * the organization's name as HTML, and breaks the link in its text part.
 */
final class InvitationMail {

    private static final Logger LOG = Logger.getLogger(InvitationMail.class);

    private static final String TEMPLATE = "tmfa-invitation.ftl";
    private static final String SUBJECT = "tmfa-mail-subject-invitation";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Tenant tenant;

    InvitationMail(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.tenant = tenant;
    }

    /** @return whether the mail server accepted the mail */
    boolean send(OrganizationInvitationModel invitation, Optional<UserModel> account) {
        UserModel addressee = account.orElseGet(() -> stranger(invitation.getEmail()));
        String link = account.isPresent() ? joinLink(addressee, invitation) : registerLink(invitation);
        invitation.setInviteLink(link);
        try {
            String name = ShownName.in(tenant.name());
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(addressee)
                    .send(SUBJECT, List.of(name), TEMPLATE, attributes(name, link, addressee, invitation));
            return true;
        } catch (EmailException e) {
            LOG.warnf(
                    "The invitation %s of tenant %s could not be mailed: %s",
                    invitation.getId(), tenant.id(), MailFailure.of(e));
            return false;
        }
    }

    private Map<String, Object> attributes(
            String name, String link, UserModel addressee, OrganizationInvitationModel invitation) {
        Locale locale = UserLocale.of(session, addressee);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("organizationName", name);
        attributes.put("link", link);
        attributes.put(
                "expires",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                                .withLocale(locale)
                                .format(Instant.ofEpochSecond(invitation.getExpiresAt())
                                        .atZone(ZoneOffset.UTC))
                        + " UTC");
        return attributes;
    }

    private UserModel stranger(String email) {
        // Represents a user without an account in Keycloak's mail template; is never stored.
        UserModel stranger = new LightweightUserAdapter(session, realm, null);
        stranger.setEmail(email);
        return stranger;
    }

    private String joinLink(UserModel account, OrganizationInvitationModel invitation) {
        return LoginActionsService.actionTokenProcessor(session.getContext().getUri())
                .queryParam("key", token(account.getId(), account.getEmail(), invitation))
                .build(realm.getName())
                .toString();
    }

    private String registerLink(OrganizationInvitationModel invitation) {
        return OIDCLoginProtocolService.registrationsUrl(
                        session.getContext().getUri().getBaseUriBuilder())
                .queryParam(OAuth2Constants.RESPONSE_TYPE, OIDCResponseType.CODE)
                .queryParam(Constants.CLIENT_ID, Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
                .queryParam(Constants.TOKEN, token(null, invitation.getEmail(), invitation))
                .buildFromMap(Map.of("realm", realm.getName(), "protocol", OIDCLoginProtocol.LOGIN_PROTOCOL))
                .toString();
    }

    /** @param userId null for a user without an account, who must register */
    private String token(@Nullable String userId, String email, OrganizationInvitationModel invitation) {
        InviteOrgActionToken token = new InviteOrgActionToken(
                userId, invitation.getExpiresAt(), email, Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        token.setOrgId(tenant.id());
        token.id(invitation.getId());
        token.setRedirectUri(landing());
        return token.serialize(session, realm, session.getContext().getUri());
    }

    /** Where users are sent after joining: the organization's redirect URL, or the account console. */
    private String landing() {
        String wanted = tenant.organization().getRedirectUrl();
        if (wanted != null && !wanted.isBlank()) {
            return wanted;
        }
        ClientModel account = realm.getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        if (account != null
                && account.getBaseUrl() != null
                && !account.getBaseUrl().isBlank()) {
            return ResolveRelative.resolveRelativeUri(session, account.getRootUrl(), account.getBaseUrl());
        }
        URI base = session.getContext().getUri().getBaseUri();
        return Urls.accountBase(base).path("/").build(realm.getName()).toString();
    }
}
