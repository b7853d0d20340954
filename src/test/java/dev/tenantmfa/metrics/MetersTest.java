package dev.tenantmfa.metrics;

import dev.tenantmfa.assurance.gate.TokensRefused;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.MessageHandedOver;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Channel;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MetersTest {

    private final MeterSamples samples = new MeterSamples();

    @Test
    void attemptsCarryFactorAndOutcome() {
        Meters meters = samples.meters();
        meters.attempt("demo", new Verification.Accepted(FactorKind.TOTP, "credential-1"));
        meters.attempt("demo", new Verification.Rejected(Reason.USED, Method.BACKUP_CODE));
        meters.attempt("demo", new Verification.Rejected(Reason.WRONG));
        meters.attempt("demo", new Verification.Rejected(Reason.WRONG));
        meters.attempt("demo", new Verification.Expired(Method.SMS));
        meters.attempt("demo", new Verification.Accepted(FactorKind.MESSAGE_CODE, "email", Method.EMAIL));
        meters.attempt("demo", new Verification.Blocked(Duration.ofMinutes(3)));
        meters.attempt("demo", new Verification.Locked(true));
        meters.attempt("demo", new Verification.Unusable());

        assertThat(samples.lines())
                .contains(
                        "tenant_mfa_attempts_total{factor=\"totp\",outcome=\"accepted\",realm=\"demo\",} 1.0",
                        "tenant_mfa_attempts_total{factor=\"backup-code\",outcome=\"used_code\",realm=\"demo\",} 1.0",
                        "tenant_mfa_attempts_total{factor=\"unknown\",outcome=\"wrong_code\",realm=\"demo\",} 2.0",
                        "tenant_mfa_attempts_total{factor=\"sms\",outcome=\"expired_code\",realm=\"demo\",} 1.0",
                        "tenant_mfa_attempts_total{factor=\"email\",outcome=\"accepted\",realm=\"demo\",} 1.0",
                        "tenant_mfa_attempts_total{factor=\"unknown\",outcome=\"too_many_attempts\",realm=\"demo\",} 1.0",
                        "tenant_mfa_attempts_total{factor=\"unknown\",outcome=\"locked\",realm=\"demo\",} 1.0",
                        "tenant_mfa_attempts_total{factor=\"unknown\",outcome=\"secret_does_not_open\",realm=\"demo\",} 1.0")
                .noneMatch(line -> line.contains("credential-1"));
    }

    @Test
    void lockOutsTellWhoLocks() {
        Meters meters = samples.meters();
        meters.usedUp(new AttemptsUsedUp("demo", false));
        meters.usedUp(new AttemptsUsedUp("demo", true));
        meters.lockedByProtector("demo", false);
        meters.lockedByProtector("demo", true);

        assertThat(samples.lines())
                .contains(
                        "tenant_mfa_lockouts_total{by=\"limit\",realm=\"demo\",} 1.0",
                        "tenant_mfa_lockouts_total{by=\"session_limit\",realm=\"demo\",} 1.0",
                        "tenant_mfa_lockouts_total{by=\"protector_temporary\",realm=\"demo\",} 1.0",
                        "tenant_mfa_lockouts_total{by=\"protector_permanent\",realm=\"demo\",} 1.0");
    }

    @Test
    void messagesAreTimed() {
        samples.meters()
                .message(
                        new MessageHandedOver("demo", "http", MessageHandedOver.Outcome.SENT, Duration.ofMillis(1500)));

        String labels = "gateway=\"http\",outcome=\"sent\",realm=\"demo\",";
        assertThat(samples.lines())
                .contains(
                        "tenant_mfa_messages_seconds_count{" + labels + "} 1.0",
                        "tenant_mfa_messages_seconds_sum{" + labels + "} 1.5",
                        "tenant_mfa_messages_seconds_bucket{" + labels + "le=\"1.0\",} 0.0",
                        "tenant_mfa_messages_seconds_bucket{" + labels + "le=\"3.0\",} 1.0");
    }

    @Test
    void heldMessagesAreNotAmongThoseThatWereHandedOver() {
        samples.meters().messageHeld(new MessageCodes.HeldBack("demo", Channel.SMS));

        assertThat(samples.lines())
                .contains("tenant_mfa_messages_held_total{channel=\"sms\",realm=\"demo\",} 1.0")
                .noneMatch(line -> line.startsWith("tenant_mfa_messages_seconds"));
    }

    @Test
    void refusedTokensCarryReasonAndQuestion() {
        samples.meters().refused(new TokensRefused("demo", "mfa_required", "policy"));

        String labels = "question=\"policy\",realm=\"demo\",reason=\"mfa_required\",";
        assertThat(samples.lines()).contains("tenant_mfa_tokens_refused_total{" + labels + "} 1.0");
    }

    @ParameterizedTest
    @CsvSource({"STARTED,started", "REDEEMED,redeemed", "EXPIRED,expired"})
    void challengesHaveACounterForEachStep(ChallengeProgress.Step step, String name) {
        samples.meters().challenge(new ChallengeProgress("demo", ChallengeProgress.Kind.MFA_TOKEN, step));

        assertThat(samples.lines())
                .contains("tenant_mfa_challenges_" + name + "_total{kind=\"mfa_token\",realm=\"demo\",} 1.0");
    }

    @Test
    void realmIsLeftOutWhereThatIsWanted() {
        Meters meters = samples.metersWithoutRealm();
        meters.attempt("demo", new Verification.Locked(false));

        assertThat(samples.lines())
                .contains("tenant_mfa_attempts_total{factor=\"unknown\",outcome=\"locked\",} 1.0")
                .noneMatch(line -> line.contains("demo"));
    }

    @Test
    void nothingIsKeptWhereNobodyReads() {
        CompositeMeterRegistry nobody = new CompositeMeterRegistry();
        MeterSamples.ofEverything(new Meters(nobody, true));

        assertThat(nobody.getMeters()).isEmpty();
    }
}
