package dev.tenantmfa.upstream;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.setting.BadValues;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Which answers of an identity provider mean that it asked for a second factor. Values are compared exactly.
 *
 * @param levels values of {@code acr}
 * @param contexts AuthnContext classes of SAML
 * @param methods values of {@code amr}
 * @param maxAge how old the login there may be when its answer arrives; empty for any age
 */
record UpstreamSettings(Set<String> levels, Set<String> contexts, Set<String> methods, Optional<Duration> maxAge) {

    static final String ACR_VALUES = "acrValues";
    static final String AMR_VALUES = "amrValues";
    static final String AUTHN_CONTEXTS = "authnContexts";

    /** Minutes, 0 (any age) to 525600, default 0; an invalid value counts as 1. */
    static final String MAX_AGE_MINUTES = "maxAgeMinutes";

    static final int LONGEST_AGE_MINUTES = 525_600;
    static final int LONGEST_VALUE = 255;
    static final int MOST_VALUES = 50;

    private static final String REFEDS = "https://refeds.org/profile/mfa";
    private static final String MICROSOFT = "http://schemas.microsoft.com/claims/multipleauthn";

    static final List<String> DEFAULT_ACR_VALUES = List.of("urn:okta:loa:2fa:any", REFEDS);
    static final List<String> DEFAULT_AMR_VALUES = List.of("mfa", MICROSOFT);
    static final List<String> DEFAULT_AUTHN_CONTEXTS =
            List.of(REFEDS, MICROSOFT, "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract");

    static UpstreamSettings of(IdentityProviderMapperModel mapper) {
        Map<String, String> config = mapper.getConfig() == null ? Map.of() : mapper.getConfig();
        Map<String, String> where = Map.of(
                "identity provider", String.valueOf(mapper.getIdentityProviderAlias()),
                "mapper", String.valueOf(mapper.getName()));
        return new UpstreamSettings(
                values(where, ACR_VALUES, config, DEFAULT_ACR_VALUES),
                values(where, AUTHN_CONTEXTS, config, DEFAULT_AUTHN_CONTEXTS),
                values(where, AMR_VALUES, config, DEFAULT_AMR_VALUES),
                age(where, config.get(MAX_AGE_MINUTES)));
    }

    /**
     * The time of the login at the provider if its answer means that it asked for a second factor, {@link Instant#EPOCH} if
     * the answer does not say when; empty if it does not mean it.
     */
    Optional<Instant> secondFactorIn(SignedAnswer answer) {
        boolean shown = answer.levels().stream().anyMatch(answer.isAssertion() ? contexts::contains : levels::contains)
                || answer.methods().stream().anyMatch(methods::contains);
        Instant time = answer.loggedInAt().orElse(Instant.EPOCH);
        return shown
                        && maxAge.map(KeycloakClock.now()::minus)
                                .filter(time::isBefore)
                                .isEmpty()
                ? Optional.of(time)
                : Optional.empty();
    }

    /** An empty setting stands for the default. */
    private static Set<String> values(
            Map<String, String> where, String key, Map<String, String> config, List<String> defaults) {
        String text = config.get(key);
        List<String> given = text == null
                ? List.of()
                : Constants.CFG_DELIMITER_PATTERN
                        .splitAsStream(text)
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .toList();
        if (text == null || given.isEmpty()) {
            return Set.copyOf(defaults);
        }
        Set<String> used = given.stream()
                .filter(value -> value.length() <= LONGEST_VALUE)
                .limit(MOST_VALUES)
                .collect(Collectors.toUnmodifiableSet());
        if (used.size() < given.size()) {
            BadValues.warnOnce(
                    where,
                    key,
                    text,
                    "must be at most " + MOST_VALUES + " values of at most " + LONGEST_VALUE
                            + " characters; the others are ignored");
        }
        return used;
    }

    private static Optional<Duration> age(Map<String, String> where, @Nullable String text) {
        int minutes = text == null || text.isBlank() ? 0 : number(text.strip());
        if (minutes < 0 || minutes > LONGEST_AGE_MINUTES) {
            BadValues.warnOnce(
                    where,
                    MAX_AGE_MINUTES,
                    String.valueOf(text),
                    "must be a whole number from 0 to " + LONGEST_AGE_MINUTES + "; 1 is used");
            minutes = 1;
        }
        return minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static List<ProviderConfigProperty> properties() {
        return List.of(
                values(
                        ACR_VALUES,
                        "acr values",
                        "OpenID Connect: values of the claim acr that mean that the provider asked for a second factor. Okta "
                                + "sends urn:okta:loa:2fa:any if the application requests it. For Keycloak, enter the level that "
                                + "has the second factor there, such as 2. Entra ID and Google send no acr.",
                        DEFAULT_ACR_VALUES),
                values(
                        AMR_VALUES,
                        "amr values",
                        "Values of the claim amr that mean that the provider asked for a second factor. Okta sends mfa, and "
                                + "Entra ID in tokens of version 1. Keycloak sends mfa with the mapper \"Authentication methods "
                                + "(from evidence)\" of this extension. Google sends no amr. For SAML, the attribute "
                                + "http://schemas.microsoft.com/claims/authnmethodsreferences of Entra ID.",
                        DEFAULT_AMR_VALUES),
                values(
                        AUTHN_CONTEXTS,
                        "AuthnContext classes",
                        "SAML: AuthnContext classes that mean that the provider asked for a second factor.",
                        DEFAULT_AUTHN_CONTEXTS),
                new ProviderConfigProperty(
                        MAX_AGE_MINUTES,
                        "Maximum age of the login (minutes)",
                        "How long ago the user may have logged in at the provider. 0 for any age. Otherwise a provider that does "
                                + "not send auth_time (SAML: AuthnInstant) cannot meet it. Allowed values: 0 to "
                                + LONGEST_AGE_MINUTES + ".",
                        ProviderConfigProperty.STRING_TYPE,
                        "0"));
    }

    private static ProviderConfigProperty values(String key, String label, String help, List<String> defaults) {
        return new ProviderConfigProperty(
                key,
                label,
                help + " If empty: " + String.join(", ", defaults) + ".",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null);
    }
}
