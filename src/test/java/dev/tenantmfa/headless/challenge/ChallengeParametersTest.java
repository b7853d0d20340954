package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChallengeParametersTest {

    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();

    @Test
    void emptyOnesAreLeftOut() throws OAuthRefusal {
        form.putSingle("username", "");
        form.putSingle("tenant", "  ");
        form.putSingle("otp", null);
        ChallengeParameters parameters = ChallengeParameters.read(form);

        assertThat(parameters.text("username")).isEmpty();
        assertThat(parameters.text("tenant")).isEmpty();
        assertThat(parameters.text("otp")).isEmpty();
        assertThat(ChallengeParameters.read(null).text("username")).isEmpty();
    }

    @Test
    void controlCharactersAreTakenOut() throws OAuthRefusal {
        form.putSingle("username", "al\u0000ice\u0007");

        assertThat(ChallengeParameters.read(form).text("username")).contains("alice");
    }

    @Test
    void eachComesOnce() {
        form.put("scope", List.of("openid", "email"));

        assertRefused("duplicated parameter");
    }

    @Test
    void overLongOnesAreRefused() throws OAuthRefusal {
        form.putSingle("scope", "x".repeat(4000));
        form.putSingle("username", "x".repeat(255));
        assertThat(ChallengeParameters.read(form).text("username")).isPresent();

        form.putSingle("scope", "x".repeat(4001));
        assertRefused("A parameter is longer than 4000 characters.");

        form.remove("scope");
        form.putSingle("username", "x".repeat(256));
        assertRefused("A parameter is longer than 255 characters.");
    }

    @Test
    void oneRequestHasOneAnswer() throws OAuthRefusal {
        form.putSingle("otp", "123456");
        assertThat(ChallengeParameters.read(form).wantsMessage()).isFalse();
        form.putSingle("resend", "true");

        assertRefused("Send only one of otp, binding_code and a message request.");
    }

    @Test
    void messagesAreAskedForInOneWay() throws OAuthRefusal {
        form.putSingle("challenge_type", "oob");
        assertThat(ChallengeParameters.read(form).wantsMessage()).isTrue();

        form.putSingle("challenge_type", "otp");
        assertRefused("challenge_type must be oob.");

        form.remove("challenge_type");
        form.putSingle("resend", "yes");
        assertRefused("resend must be true.");
    }

    @Test
    void bindingCodeAndOtpAreNotSentTogether() {
        form.putSingle("otp", "123456");
        form.putSingle("binding_code", "123456");

        assertRefused("Send only one of otp, binding_code and a message request.");
    }

    @Test
    void onlyTheNamedOnesAreChosen() throws OAuthRefusal {
        form.putSingle("scope", "openid");
        form.putSingle("password", "secret");

        assertThat(ChallengeParameters.read(form).only(Set.of("scope", "nonce")))
                .isEqualTo(Map.of("scope", List.of("openid")));
    }

    @Test
    void theFlowDoesNotSeeWhatAuthenticatesTheClient() throws OAuthRefusal {
        for (String name :
                List.of("client_secret", "client_assertion", "auth_session", "username", "password", "otp", "custom")) {
            form.putSingle(name, "value");
        }

        assertThat(ChallengeParameters.read(form).forFlow().keySet())
                .isEqualTo(Set.of("username", "password", "otp", "custom"));
    }

    @Test
    void valuesAreNotShown() throws OAuthRefusal {
        form.putSingle("password", "secret");

        assertThat(ChallengeParameters.read(form)).hasToString("ChallengeParameters[password]");
    }

    private void assertRefused(String description) {
        assertThatThrownBy(() -> ChallengeParameters.read(form))
                .isInstanceOfSatisfying(
                        OAuthRefusal.class,
                        refusal -> assertThat(refusal.denial()).isEqualTo(Denial.invalidRequest(description)));
    }
}
