package dev.tenantmfa.upstream;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.upstream.UpstreamLogin;
import java.util.List;
import org.keycloak.broker.provider.AbstractIdentityProviderMapper;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Identity provider mapper that records that the provider asked for a second factor. The record counts only in tenants whose
 * policy accepts it. The mapper reads only what the provider signed, and works in every sync mode.
 */
@AutoService(IdentityProviderMapper.class)
public final class UpstreamMfaMapper extends AbstractIdentityProviderMapper {

    public static final String PROVIDER_ID = "tmfa-upstream-mfa";

    private static final List<String> PROVIDERS = List.of("oidc", "keycloak-oidc", "saml");

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String[] getCompatibleProviders() {
        return PROVIDERS.toArray(String[]::new);
    }

    @Override
    public String getDisplayCategory() {
        return "Second factor";
    }

    @Override
    public String getDisplayType() {
        return "MFA of the identity provider";
    }

    @Override
    public String getHelpText() {
        return "Records that the identity provider asked for a second factor. It counts only for organizations that this provider "
                + "is linked to and whose MFA policy has accept_upstream. The provider must have \"Validate signatures\" on: only "
                + "the signed ID token or assertion is read. Otherwise the login counts as a login with one factor.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return UpstreamSettings.properties();
    }

    @Override
    public boolean supportsSyncMode(IdentityProviderSyncMode syncMode) {
        return true;
    }

    /** Called for each answer, in every sync mode. */
    @Override
    public void preprocessFederatedIdentity(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        SignedAnswer.in(context)
                .flatMap(UpstreamSettings.of(mapper)::secondFactorIn)
                .ifPresent(time -> UpstreamLogin.record(session, context, time));
    }

    @Override
    public void importNewUser(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        UpstreamLogin.assign(session, context, user);
    }

    @Override
    public void updateBrokeredUserLegacy(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        UpstreamLogin.assign(session, context, user);
    }

    @Override
    public void updateBrokeredUser(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            IdentityProviderMapperModel mapper,
            BrokeredIdentityContext context) {
        UpstreamLogin.assign(session, context, user);
    }
}
