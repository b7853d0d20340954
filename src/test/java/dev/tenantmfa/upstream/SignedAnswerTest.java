package dev.tenantmfa.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.representations.JsonWebToken;

import static org.assertj.core.api.Assertions.assertThat;

/** What of an ID token is read, and what it means by the settings. */
class SignedAnswerTest {

    private static final String REFEDS = "https://refeds.org/profile/mfa";
    private static final Instant NOW = Instant.ofEpochSecond(Time.currentTime());
    private static final Instant AN_HOUR_AGO = NOW.minus(Duration.ofHours(1));

    private record Claim(Object value, boolean counts) {}

    private record AuthTime(Object value, boolean known) {}

    private record Age(String setting, boolean hourOld, boolean unknown) {}

    private static final List<Claim> ACR = List.of(
            new Claim(REFEDS, true),
            new Claim("urn:okta:loa:2fa:any", true),
            new Claim("1", false),
            new Claim("", false),
            new Claim(List.of(REFEDS), false),
            new Claim(2, false));

    private static final List<Claim> AMR = List.of(
            new Claim(List.of("pwd", "mfa"), true),
            new Claim("mfa", true),
            new Claim(List.of("pwd"), false),
            new Claim(List.of(), false),
            new Claim(Arrays.asList(null, 1, List.of("mfa")), false),
            new Claim(Map.of("mfa", true), false),
            new Claim("pwd mfa", false),
            new Claim("MFA", false));

    private static final List<AuthTime> TIMES = List.of(
            new AuthTime(AN_HOUR_AGO.getEpochSecond(), true),
            new AuthTime((int) AN_HOUR_AGO.getEpochSecond(), true),
            new AuthTime(AN_HOUR_AGO.getEpochSecond() + 0.5, true),
            new AuthTime(Long.toString(AN_HOUR_AGO.getEpochSecond()), false),
            new AuthTime(AN_HOUR_AGO.toEpochMilli(), false),
            new AuthTime(NOW.plusSeconds(600).getEpochSecond(), false),
            new AuthTime(0, false),
            new AuthTime(-1, false),
            new AuthTime(Double.NaN, false),
            new AuthTime(Long.MAX_VALUE, false),
            new AuthTime(List.of(AN_HOUR_AGO.getEpochSecond()), false));

    private static final List<Age> AGES = List.of(
            new Age("0", true, true),
            new Age("", true, true),
            new Age("120", true, false),
            new Age("30", false, false),
            // What is no number of minutes counts as one minute.
            new Age("soon", false, false),
            new Age("-1", false, false),
            new Age("525601", false, false),
            new Age("1.5", false, false),
            new Age("99999999999999999999", false, false));

    @Test
    void everyCombinationOfClaimsAndAgesMeansWhatItsPartsMean() {
        List<Claim> acrs = new ArrayList<>(ACR);
        acrs.add(new Claim(null, false));
        List<Claim> amrs = new ArrayList<>(AMR);
        amrs.add(new Claim(null, false));
        List<AuthTime> times = new ArrayList<>(TIMES);
        times.add(new AuthTime(null, false));
        int counted = 0;
        for (Claim acr : acrs) {
            for (Claim amr : amrs) {
                for (AuthTime time : times) {
                    for (Age age : AGES) {
                        boolean young = time.known() ? age.hourOld() : age.unknown();
                        Optional<Instant> expected = (acr.counts() || amr.counts()) && young
                                ? Optional.of(time.known() ? AN_HOUR_AGO : Instant.EPOCH)
                                : Optional.empty();

                        assertThat(read(idToken(acr.value(), amr.value(), time.value()), age.setting()))
                                .as("acr %s, amr %s, auth_time %s, age %s", acr, amr, time, age)
                                .isEqualTo(expected);
                        counted++;
                    }
                }
            }
        }
        assertThat(counted).isEqualTo(7 * 9 * 12 * 9);
    }

    @Test
    void onlyAValidatedSignatureCounts() {
        JsonWebToken token = idToken(REFEDS, List.of("mfa"), NOW.getEpochSecond());
        for (String setting : new String[] {"false", "", "yes", null}) {
            BrokeredIdentityContext context = context(setting);
            context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, token);

            assertThat(SignedAnswer.in(context)).as(setting).isEmpty();
        }
    }

    @Test
    void onlyTheIdTokenOfALoginIsRead() {
        JsonWebToken token = idToken(REFEDS, List.of("mfa"), NOW.getEpochSecond());
        BrokeredIdentityContext access = context("true");
        access.getContextData().put(OIDCIdentityProvider.VALIDATED_ACCESS_TOKEN, token);
        access.getContextData().put("UserInfo", Map.of("amr", List.of("mfa")));
        BrokeredIdentityContext exchange = context("true");
        exchange.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, token);
        exchange.getContextData().put(OIDCIdentityProvider.EXCHANGE_PROVIDER, "elsewhere");

        assertThat(SignedAnswer.in(access)).isEmpty();
        assertThat(SignedAnswer.in(exchange)).isEmpty();
        assertThat(SignedAnswer.in(context("true"))).isEmpty();
    }

    private static Optional<Instant> read(JsonWebToken token, String age) {
        BrokeredIdentityContext context = context("true");
        context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, token);
        return SignedAnswer.in(context)
                .flatMap(UpstreamSettings.of(mapper(Map.of("maxAgeMinutes", age)))::secondFactorIn);
    }

    private static IdentityProviderMapperModel mapper(Map<String, String> config) {
        IdentityProviderMapperModel mapper = new IdentityProviderMapperModel();
        mapper.setName("MFA there");
        mapper.setIdentityProviderAlias("elsewhere");
        mapper.setConfig(new HashMap<>(config));
        return mapper;
    }

    private static JsonWebToken idToken(Object acr, Object amr, Object authTime) {
        JsonWebToken token = new JsonWebToken();
        Map.of(
                        "acr",
                        Optional.ofNullable(acr),
                        "amr",
                        Optional.ofNullable(amr),
                        "auth_time",
                        Optional.ofNullable(authTime))
                .forEach((claim, value) -> value.ifPresent(present -> token.setOtherClaims(claim, present)));
        return token;
    }

    private static BrokeredIdentityContext context(String validateSignature) {
        IdentityProviderModel provider = new IdentityProviderModel();
        provider.setAlias("elsewhere");
        provider.setEnabled(true);
        if (validateSignature != null) {
            provider.getConfig().put("validateSignature", validateSignature);
        }
        return new BrokeredIdentityContext("there-1", provider);
    }
}
