package dev.tenantmfa.assurance.evidence;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
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
 * Adds the claim {@code amr} (RFC 8176) from what the session has shown: {@code pwd} for a password; {@code otp} for an
 * app, a backup code or a code by email; {@code sms}; {@code hwk} or {@code swk}, and {@code pop}, for a security key or
 * passkey; {@code mfa} if there is any evidence of a second factor. Merged with Keycloak's reference values of other
 * steps. Use it instead of Keycloak's own mapper of the same claim.
 *
 * <p>{@code swk} or {@code hwk} depends on what Keycloak stores of the user's keys: {@code swk} for one that is only
 * reachable within the device or from a phone and has no attestation, else {@code hwk}. Keycloak does not store whether a
 * key is backed up.
 */
@AutoService(ProtocolMapper.class)
public final class AmrMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    public static final String PROVIDER_ID = "tmfa-amr-mapper";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Authentication methods (from evidence)";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds the claim amr with the methods that the session has shown, such as pwd, otp, sms, hwk and mfa, and with "
                + "the reference values of Keycloak's steps. Use it instead of Authentication Method Reference (AMR).";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, AmrMapper.class);
        return properties;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel model,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext context) {
        token.setOtherClaims(
                OAuth2Constants.AUTHENTICATOR_METHOD_REFERENCE,
                new MethodReferences(session).of(context.getClientSession(), context));
    }
}
