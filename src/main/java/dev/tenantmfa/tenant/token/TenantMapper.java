package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/**
 * Adds the tenant to tokens: {@code tenant_id}, {@code tenant_name}, {@code tenant_role}, {@code tenant_username}, and
 * {@code mfa}, which is true if a second factor was used in the session. The values are read for each token, so a
 * changed role or name appears at the next refresh. Users without a tenant get only {@code mfa}.
 */
@AutoService(ProtocolMapper.class)
public final class TenantMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    public static final String PROVIDER_ID = "tmfa-tenant-mapper";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Tenant";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds the claims tenant_id, tenant_name, tenant_role and tenant_username of the tenant that the token is for, "
                + "and the claim mfa, which is true if a second factor was used in the session.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, TenantMapper.class);
        return properties;
    }

    /** Whether the mapper writes into all access tokens of that client, except lightweight ones. */
    static boolean writesIntoAccessTokens(ClientModel client) {
        return Stream.concat(Stream.of(client), client.getClientScopes(true).values().stream())
                .flatMap(ProtocolMapperContainerModel::getProtocolMappersStream)
                .anyMatch(mapper -> PROVIDER_ID.equals(mapper.getProtocolMapper())
                        && OIDCAttributeMapperHelper.includeInAccessToken(mapper));
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel model,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext context) {
        Map<String, Object> claims = token.getOtherClaims();
        claims.put(
                "mfa",
                !SessionEvidence.of(session, context.getClientSession(), context)
                        .isEmpty());
        TokenTenant tenants = new TokenTenant(session);
        tenants.idFor(userSession, context)
                .flatMap(id -> tenants.open(id, userSession.getUser()))
                .ifPresent(membership -> describe(claims, membership));
    }

    private static void describe(Map<String, Object> claims, Membership membership) {
        claims.put(ActiveTenant.CLAIM, membership.tenant().id());
        claims.put("tenant_name", membership.tenant().name());
        claims.put("tenant_role", membership.role().name());
        claims.put("tenant_username", TenantUsername.of(membership.tenant(), membership.person()));
    }
}
