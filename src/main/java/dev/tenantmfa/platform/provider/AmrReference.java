package dev.tenantmfa.platform.provider;

import java.util.List;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

/** The two properties with which Keycloak adds an authenticator to the {@code amr} claim (RFC 8176). */
public final class AmrReference {

    private static final String DEFAULT_MAX_AGE_SECONDS = "300";

    private AmrReference() {}

    /** For a step that also succeeds for users of whom nothing is asked: suggests no value. */
    public static List<ProviderConfigProperty> none() {
        return List.of(
                new ProviderConfigProperty(
                        Constants.AUTHENTICATION_EXECUTION_REFERENCE_VALUE,
                        "Authenticator Reference",
                        "Value of the amr claim in tokens after this step succeeds. Leave it empty and use the mapper "
                                + "\"Authentication methods (from evidence)\", which adds the methods that were used: this "
                                + "value is also added for users of whom nothing was asked.",
                        ProviderConfigProperty.STRING_TYPE,
                        null),
                maxAge());
    }

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
                maxAge());
    }

    private static ProviderConfigProperty maxAge() {
        return new ProviderConfigProperty(
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_MAX_AGE,
                "Authenticator Reference Max Age",
                "How long after this step the value is added to tokens of the session, in seconds.",
                ProviderConfigProperty.STRING_TYPE,
                DEFAULT_MAX_AGE_SECONDS);
    }
}
