package dev.tenantmfa.metrics;

import dev.tenantmfa.assurance.PolicyReminded;
import dev.tenantmfa.assurance.flow.LoginMethodsExamined;
import dev.tenantmfa.assurance.gate.TokensRefused;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.event.ChallengeProgress;
import dev.tenantmfa.factor.event.KeyChecked;
import dev.tenantmfa.factor.event.MessageHandedOver;
import dev.tenantmfa.factor.message.MessageCodes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The meters. Prometheus shows {@code tenant.mfa.attempts} as {@code tenant_mfa_attempts_total} and the timer {@code
 * tenant.mfa.messages} as {@code tenant_mfa_messages_seconds}.
 *
 * <p>Each node counts only its own events, and each event is counted once. Without a registry, as without {@code
 * --metrics-enabled}, no meter is created.
 */
final class Meters {

    private static final String PREFIX = "tenant.mfa.";
    private static final String REALM = "realm";
    private static final String OUTCOME = "outcome";

    /** For a code that matches none of the user's factors or was not checked. */
    private static final String UNKNOWN = "unknown";

    /** Histogram bounds that show when a gateway becomes slow. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10)
    };

    private final CompositeMeterRegistry registry;
    private final boolean withRealm;
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

    /** @param withRealm whether meters have the realm's name as a label */
    Meters(CompositeMeterRegistry registry, boolean withRealm) {
        this.registry = registry;
        this.withRealm = withRealm;
    }

    void attempt(String realm, Verification verification) {
        attempt(
                realm,
                FactorEvents.methodOf(verification).map(Method::id).orElse(UNKNOWN),
                FactorEvents.outcomeOf(verification).orElse(UNKNOWN));
    }

    void attempt(KeyChecked checked) {
        attempt(checked.realm().getName(), checked.method(), FactorEvents.outcomeOf(checked));
    }

    private void attempt(String realm, String factor, String outcome) {
        count(
                "attempts",
                "Second factors that users entered or used",
                tags(realm).and("factor", factor, OUTCOME, outcome));
    }

    void usedUp(AttemptsUsedUp limit) {
        lockOut(limit.realm(), limit.ofSession() ? "session_limit" : "limit");
    }

    /** By Keycloak's brute-force protector. */
    void lockedByProtector(String realm, boolean permanently) {
        lockOut(realm, permanently ? "protector_permanent" : "protector_temporary");
    }

    private void lockOut(String realm, String by) {
        count(
                "lockouts",
                "Times that a limit of wrong codes or passwords was reached",
                tags(realm).and("by", by));
    }

    void message(MessageHandedOver message) {
        if (isIdle()) {
            return;
        }
        Timer.builder(PREFIX + "messages")
                .description("Codes delivered to an SMS gateway or a mail server, and the duration")
                .tags(tags(message.realm())
                        .and(
                                "gateway",
                                message.gateway(),
                                OUTCOME,
                                message.outcome().id()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry)
                .record(message.took());
    }

    void messageHeld(MessageCodes.HeldBack held) {
        count(
                "messages.held",
                "Codes that were requested but not sent because a limit on messages was reached",
                tags(held.realm()).and("channel", held.channel().id()));
    }

    void refused(TokensRefused refused) {
        count(
                "tokens.refused",
                "Tokens and assertions that the gate refused",
                tags(refused.realm()).and("reason", refused.reason(), "question", refused.question()));
    }

    void challenge(ChallengeProgress progress) {
        count(
                "challenges." + progress.step().name().toLowerCase(Locale.ROOT),
                switch (progress.step()) {
                    case STARTED -> "Logins and codes that started to wait for an answer";
                    case REDEEMED -> "Logins and codes that were answered in time";
                    case EXPIRED -> "Logins and codes that were answered too late";
                },
                tags(progress.realm()).and("kind", progress.kind().id()));
    }

    void reminded(PolicyReminded reminded) {
        count(
                "reminder.mails",
                "Mails about what the policy of a tenant will require",
                tags(reminded.realm()).and("text", reminded.text(), OUTCOME, reminded.sent() ? "sent" : "failed"));
    }

    /** Unlike the counters, the same on each node. */
    void examined(LoginMethodsExamined examined) {
        if (isIdle()) {
            return;
        }
        open.computeIfAbsent(
                        examined.realm(),
                        realm -> registry.gauge(
                                PREFIX + "open.login.methods", Tags.of(REALM, realm), new AtomicInteger()))
                .set(examined.open());
    }

    private Tags tags(String realm) {
        return withRealm ? Tags.of(REALM, realm) : Tags.empty();
    }

    private void count(String name, String description, Tags tags) {
        if (isIdle()) {
            return;
        }
        Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }

    /** A composite registry keeps every meter it creates, even if nothing reads it. */
    private boolean isIdle() {
        return registry.getRegistries().isEmpty();
    }
}
