package dev.tenantmfa.upstream;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.provider.ProviderConfigProperty;

import static org.assertj.core.api.Assertions.assertThat;

/** The settings of the mapper, as administrators and tools may write them. */
class UpstreamSettingsTest {

    private static final Instant NOW = Instant.ofEpochSecond(Time.currentTime());

    @Test
    void levelsOfOneProtocolAreNotThoseOfTheOther() {
        IdentityProviderMapperModel mapper = mapper(Map.of("acrValues", "gold", "authnContexts", "urn:gold"));

        assertThat(meant(mapper, new SignedAnswer(false, Set.of("gold"), Set.of(), Optional.of(NOW))))
                .isTrue();
        assertThat(meant(mapper, new SignedAnswer(false, Set.of("urn:gold"), Set.of(), Optional.of(NOW))))
                .isFalse();
        assertThat(meant(mapper, new SignedAnswer(true, Set.of("urn:gold"), Set.of(), Optional.of(NOW))))
                .isTrue();
        assertThat(meant(mapper, new SignedAnswer(true, Set.of("gold"), Set.of(), Optional.of(NOW))))
                .isFalse();
    }

    @Test
    void valuesAreAListAndAnEmptyListIsTheDefault() {
        assertThat(UpstreamSettings.of(mapper(Map.of("amrValues", " hwk ##otp##")))
                        .methods())
                .containsExactlyInAnyOrder("hwk", "otp");
        for (String empty : List.of("", "  ", "##", " ## ")) {
            assertThat(UpstreamSettings.of(mapper(Map.of("amrValues", empty))).methods())
                    .as(empty)
                    .containsExactlyInAnyOrderElementsOf(UpstreamSettings.DEFAULT_AMR_VALUES);
        }
        assertThat(UpstreamSettings.of(new IdentityProviderMapperModel()).levels())
                .containsExactlyInAnyOrderElementsOf(UpstreamSettings.DEFAULT_ACR_VALUES);
    }

    @Test
    void valuesThatAreTooLongOrTooManyAreIgnored() {
        String longest = "x".repeat(UpstreamSettings.LONGEST_VALUE);
        assertThat(UpstreamSettings.of(mapper(Map.of("amrValues", longest + "##" + longest + "y")))
                        .methods())
                .containsExactly(longest);
        assertThat(UpstreamSettings.of(mapper(Map.of("amrValues", longest + "y")))
                        .methods())
                .as("not the default")
                .isEmpty();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= UpstreamSettings.MOST_VALUES; i++) {
            many.append("v").append(i).append("##");
        }
        assertThat(UpstreamSettings.of(mapper(Map.of("amrValues", many.toString())))
                        .methods())
                .hasSize(UpstreamSettings.MOST_VALUES);
    }

    @Test
    void consoleShowsEachSettingWithItsDefault() {
        Map<String, List<String>> defaults = Map.of(
                UpstreamSettings.ACR_VALUES, UpstreamSettings.DEFAULT_ACR_VALUES,
                UpstreamSettings.AMR_VALUES, UpstreamSettings.DEFAULT_AMR_VALUES,
                UpstreamSettings.AUTHN_CONTEXTS, UpstreamSettings.DEFAULT_AUTHN_CONTEXTS,
                UpstreamSettings.MAX_AGE_MINUTES, List.of("0"));

        assertThat(UpstreamSettings.properties())
                .extracting(ProviderConfigProperty::getName)
                .containsExactlyInAnyOrderElementsOf(defaults.keySet());
        for (ProviderConfigProperty property : UpstreamSettings.properties()) {
            assertThat(property.getHelpText()).contains(defaults.get(property.getName()));
        }
    }

    private static boolean meant(IdentityProviderMapperModel mapper, SignedAnswer answer) {
        return UpstreamSettings.of(mapper).secondFactorIn(answer).isPresent();
    }

    private static IdentityProviderMapperModel mapper(Map<String, String> config) {
        IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
        mapper.setName("MFA there");
        mapper.setIdentityProviderAlias("elsewhere");
        mapper.setConfig(new HashMap<>(config));
        return mapper;
    }
}
