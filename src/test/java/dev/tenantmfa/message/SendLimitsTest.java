package dev.tenantmfa.message;

import dev.tenantmfa.factor.limit.AttemptLimiter;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendLimitsTest {

    private final RealmFixture fixture = new RealmFixture();
    private int people;

    @Test
    void thirtySecondsMustPass() {
        assertThat(take("ada", "phone")).isPresent();
        assertThat(take("ada", "phone")).isEmpty();
        assertThat(limits("ada", "phone").retryAfter(fixture.clock.now())).isEqualTo(Duration.ofSeconds(30));

        fixture.clock.advance(Duration.ofSeconds(30));

        assertThat(take("ada", "phone")).isPresent();
    }

    @Test
    void threeInTenMinutesWhateverTheDestination() {
        for (int i = 0; i < 3; i++) {
            assertThat(take("ada", "phone-" + i)).isPresent();
            fixture.clock.advance(Duration.ofSeconds(31));
        }

        assertThat(take("ada", "phone-9")).isEmpty();
        assertThat(limits("ada", "phone-9").retryAfter(fixture.clock.now()))
                .isEqualTo(Duration.ofMinutes(10).minusSeconds(93));
        assertThat(take("bob", "phone-0")).as("another person").isPresent();
    }

    @Test
    void tenADayForAPerson() {
        for (int i = 0; i < 10; i++) {
            assertThat(take("ada", "phone-" + i)).isPresent();
            fixture.clock.advance(Duration.ofMinutes(11));
        }

        assertThat(take("ada", "phone-11")).isEmpty();
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(take("ada", "phone-11")).isPresent();
    }

    @Test
    void tenADayForADestinationOverAllPeople() {
        for (int i = 0; i < 10; i++) {
            assertThat(take(somebodyNew(), "phone")).isPresent();
            fixture.clock.advance(Duration.ofMinutes(11));
        }

        assertThat(take(somebodyNew(), "phone")).isEmpty();
        assertThat(take(somebodyNew(), "other phone")).isPresent();
    }

    @Test
    void pauseAndTenMinutesHoldForADestinationToo() {
        for (int i = 0; i < 3; i++) {
            assertThat(take(somebodyNew(), "phone")).isPresent();
            assertThat(take(somebodyNew(), "phone")).as("at once").isEmpty();
            fixture.clock.advance(Duration.ofSeconds(31));
        }

        assertThat(take(somebodyNew(), "phone")).isEmpty();
    }

    @Test
    void whoeverTypesAStrangersNumberUsesUpNoneOfItsOwnersMessages() {
        for (int i = 0; i < 30; i++) {
            limitsOfNewNumber(somebodyNew(), "phone").tryTake(fixture.clock.now());
            fixture.clock.advance(Duration.ofMinutes(4));
        }

        assertThat(limitsOfNewNumber(somebodyNew(), "phone").tryTake(fixture.clock.now()))
                .isEmpty();
        assertThat(take("owner", "phone")).isPresent();
    }

    @Test
    void realmHasALimitThatOnePersonCannotUseUp() {
        fixture.setAttribute("tenant-mfa.messages-per-hour", "5");
        for (int i = 0; i < 20; i++) {
            take("ada", "phone-" + i);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(take(somebodyNew(), somebodyNew())).isPresent();
        }

        assertThat(take(somebodyNew(), somebodyNew())).isEmpty();
        fixture.clock.advance(Duration.ofHours(1));
        assertThat(take(somebodyNew(), somebodyNew())).isPresent();
    }

    @Test
    void newNumbersTakeHalfOfTheRealmsAtMost() {
        fixture.setAttribute("tenant-mfa.messages-per-hour", "10");
        for (int i = 0; i < 5; i++) {
            assertThat(takeForNewNumber()).isPresent();
        }
        assertThat(takeForNewNumber()).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(take(somebodyNew(), somebodyNew())).as("login " + i).isPresent();
        }
        assertThat(take(somebodyNew(), somebodyNew())).as("ten in all").isEmpty();
    }

    private Optional<AttemptLimiter.Ticket> takeForNewNumber() {
        return limitsOfNewNumber(somebodyNew(), somebodyNew()).tryTake(fixture.clock.now());
    }

    @Test
    void failureGivesTheDayBackButNotThePause() {
        for (int i = 0; i < 20; i++) {
            AttemptLimiter.Ticket place = take("ada", "phone").orElseThrow();
            limits("ada", "phone").giveDayBack(place);
            assertThat(take("ada", "phone")).isEmpty();
            fixture.clock.advance(Duration.ofMinutes(11));
        }
    }

    private String somebodyNew() {
        return "person-" + people++;
    }

    private Optional<AttemptLimiter.Ticket> take(String person, String destination) {
        return limits(person, destination).tryTake(fixture.clock.now());
    }

    private SendLimits limitsOfNewNumber(String person, String destination) {
        return new SendLimits(fixture.singleUse, fixture.realm, person, destination, false);
    }

    private SendLimits limits(String person, String destination) {
        return new SendLimits(fixture.singleUse, fixture.realm, person, destination, true);
    }
}
