package dev.tenantmfa.platform;

import java.util.List;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

/** The two properties by which Keycloak writes an authenticator into the {@code amr} claim (RFC 8176). */
public final class ReferenceValue {

    private static final String DEFAULT_MAX_AGE_SECONDS = "300";

    private ReferenceValue() {}

    /** @param value suggested value, of the registry of RFC 8176 */
    public static List<ProviderConfigProperty> properties(String value) {
        return List.of(
                new ProviderConfigProperty(
                        Constants.AUTHENTICATION_EXECUTION_REFERENCE_VALUE,
                        "Authenticator Reference",
                        "Value in the amr claim of tokens once this step succeeded; \"" + value
                                + "\" is the one of RFC 8176. Empty: none.",
                        ProviderConfigProperty.STRING_TYPE,
                        value),
                new ProviderConfigProperty(
                        Constants.AUTHENTICATION_EXECUTION_REFERENCE_MAX_AGE,
                        "Authenticator Reference Max Age",
                        "How long the value stays in tokens of the same session, in seconds after this step.",
                        ProviderConfigProperty.STRING_TYPE,
                        DEFAULT_MAX_AGE_SECONDS));
    }
}
