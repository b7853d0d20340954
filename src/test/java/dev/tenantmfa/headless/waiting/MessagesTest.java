package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.message.MessageCodes.Sending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1 second",
        "1, 1 second",
        "1000, 1 second",
        "1001, 2 seconds",
        "119000, 119 seconds",
        "120000, 2 minutes",
        "120001, 3 minutes",
        "3600000, 60 minutes"
    })
    void waitIsRoundedUpAndAtLeastOneSecond(long millis, String words) {
        assertThat(Messages.inWords(Duration.ofMillis(millis))).isEqualTo(words);
    }

    @Test
    void destinationThatIsGoneIsAFailureToSend() {
        assertThat(Messages.of(null)).isEqualTo("A new code could not be sent.");
        assertThat(Messages.of(new Sending.Failed())).isEqualTo("A new code could not be sent.");
    }
}
