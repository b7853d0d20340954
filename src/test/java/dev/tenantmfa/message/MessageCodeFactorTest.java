package dev.tenantmfa.message;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Which method a sent code shows, also when it is refused. */
class MessageCodeFactorTest {

    private static final Duration VALID = Duration.ofMinutes(5);

    private final RealmFixture fixture = new RealmFixture();
    private final MessageCodeFactor factor = new MessageCodeFactor(fixture.session);

    @ParameterizedTest
    @CsvSource({"phone-1, SMS", "email, EMAIL"})
    void resultNamesHowTheCodeWasSent(String destinationId, Method method) {
        // What the user has now does not count for a message that is known.
        addPhone(method == Method.EMAIL);
        MessageChallenge challenge = send(destinationId);

        assertThat(check(challenge, "000000")).isEqualTo(new Check.Refused(Reason.WRONG, method));
        assertThat(check(challenge, "123456")).isEqualTo(new Check.Accepted(destinationId, method));
    }

    @ParameterizedTest
    @CsvSource({"phone-1, SMS", "email, EMAIL"})
    void expiredCodeNamesHowItWasSent(String destinationId, Method method) {
        addPhone(method == Method.EMAIL);
        MessageChallenge challenge = send(destinationId);
        fixture.clock.advance(VALID);

        assertThat(check(challenge, "123456")).isEqualTo(new Check.Expired(method));
    }

    @ParameterizedTest
    @CsvSource({"true, SMS", "false, EMAIL"})
    void usedCodeNamesHowCodesReachTheUser(boolean hasPhone, Method method) {
        addPhone(hasPhone);
        MessageChallenge challenge = send("email");
        check(challenge, "123456");

        assertThat(check(challenge, "123456")).isEqualTo(new Check.Refused(Reason.USED, method));
    }

    @Test
    void codeWithoutAMessageIsWrong() {
        addPhone(true);
        CodeInput typed = mock(CodeInput.class);
        when(typed.challenge()).thenReturn(Optional.empty());

        assertThat(factor.check(fixture.realm, fixture.user, typed, fixture.clock.now()))
                .isEqualTo(new Check.Refused(Reason.WRONG, Method.SMS));
    }

    private void addPhone(boolean wanted) {
        if (wanted) {
            CredentialModel phone = new CredentialModel();
            phone.setType(PhoneCredential.TYPE);
            fixture.credentials.createStoredCredential(phone);
        }
    }

    private MessageChallenge send(String destinationId) {
        return new SentCodes(fixture.session, fixture.realm)
                .put(
                        fixture.user.getId(),
                        "attempt",
                        "123456",
                        destinationId,
                        fixture.clock.now().plus(VALID),
                        VALID);
    }

    private Check check(MessageChallenge challenge, String code) {
        CodeInput input = mock(CodeInput.class);
        when(input.challenge()).thenReturn(Optional.of(challenge));
        when(input.text()).thenReturn(code);
        return factor.check(fixture.realm, fixture.user, input, fixture.clock.now());
    }
}
