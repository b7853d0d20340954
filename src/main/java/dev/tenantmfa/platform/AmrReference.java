package dev.tenantmfa.platform;

import java.util.List;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

/** The two properties with which Keycloak adds an authenticator to the {@code amr} claim (RFC 8176). */
public final class AmrReference {

    private static final String DEFAULT_MAX_AGE_SECONDS = "300";

    private AmrReference() {}

    /** @param value suggested value, from the registry of RFC 8176 */
    public static List<ProviderConfigProperty> properties(String value) {
        return List.of(
                new ProviderConfigProperty(
                        Constants.AUTHENTICATION_EXECUTION_REFERENCE_VALUE,
                        "Authenticator Reference",
                        "Value of the amr claim in tokens after this step succeeds. RFC 8176 defines \"" + value
                                + "\" for it. If empty, no value is added.",
                        ProviderConfigProperty.STRING_TYPE,
                        value),
                new ProviderConfigProperty(
                        Constants.AUTHENTICATION_EXECUTION_REFERENCE_MAX_AGE,
                        "Authenticator Reference Max Age",
                        "How long after this step the value is added to tokens of the session, in seconds.",
                        ProviderConfigProperty.STRING_TYPE,
                        DEFAULT_MAX_AGE_SECONDS));
    }
}
