package dev.tenantmfa.metrics;

import dev.tenantmfa.assurance.PolicyReminded;
import dev.tenantmfa.assurance.flow.LoginMethodsExamined;
import dev.tenantmfa.assurance.gate.TokensRefused;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.MessageHandedOver;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Channel;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;

/** The meters as Prometheus reads them. */
final class MeterSamples {

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();

    MeterSamples() {
        registry.add(prometheus);
    }

    Meters meters() {
        return new Meters(registry, true);
    }

    Meters metersWithoutRealm() {
        return new Meters(registry, false);
    }

    List<String> lines() {
        return prometheus.scrape().lines().toList();
    }

    /** Makes each meter once. */
    static void ofEverything(Meters meters) {
        meters.attempt("demo", new Verification.Accepted(FactorKind.TOTP, "credential-1"));
        meters.usedUp(new AttemptsUsedUp("demo", false));
        meters.message(new MessageHandedOver("demo", "http", MessageHandedOver.Outcome.SENT, Duration.ofSeconds(1)));
        meters.messageHeld(new MessageCodes.HeldBack("demo", Channel.SMS));
        meters.refused(new TokensRefused("demo", "mfa_required", "policy"));
        meters.reminded(new PolicyReminded("demo", "week", true));
        meters.examined(new LoginMethodsExamined("demo", 0));
        for (ChallengeProgress.Step step : ChallengeProgress.Step.values()) {
            meters.challenge(new ChallengeProgress("demo", ChallengeProgress.Kind.MFA_TOKEN, step));
        }
    }
}
