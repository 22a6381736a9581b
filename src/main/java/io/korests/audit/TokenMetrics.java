package io.korests.audit;

import io.korests.caller.Cause;
import io.korests.problem.Refusal;
import io.korests.token.TokenAttempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts attempts. Tags have values of the configuration and of the closed lists {@link Refusal} and {@link Cause} only: no request can add a time series. */
final class TokenMetrics implements TokenAttempt.Listener {
    private final MeterRegistry registry;
    private final Timer mint;
    private final Map<String, Counter> granted = new ConcurrentHashMap<>();
    private final Map<RefusedAttempt, RefusalCounters> refused = new ConcurrentHashMap<>();

    TokenMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.mint = Timer.builder("sts.mint")
                .description("From a request's arrival at the endpoint until its token is ready")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(5))
                .register(registry);
    }

    @Override
    public void onAttempt(TokenAttempt attempt) {
        String client = attempt.client() == null ? "none" : attempt.client();
        Refusal refusal = attempt.refusal();
        if (refusal == null) {
            granted.computeIfAbsent(client, name -> attempts(name, "granted")).increment();
            mint.record(attempt.duration());
        } else {
            refused.computeIfAbsent(new RefusedAttempt(client, refusal, attempt.cause()), this::refusalCounters)
                    .increment();
        }
    }

    private RefusalCounters refusalCounters(RefusedAttempt key) {
        return new RefusalCounters(attempts(key.client(), "refused"), refusals(key));
    }

    private Counter attempts(String client, String outcome) {
        return Counter.builder("sts.attempts")
                .description("Requests for a token")
                .tags("client", client, "outcome", outcome)
                .register(registry);
    }

    private Counter refusals(RefusedAttempt key) {
        String cause = key.cause() == null ? "none" : key.cause().code();
        return Counter.builder("sts.refusals")
                .description("Requests that got no token, by reason, and by cause where nobody is proven")
                .tags("client", key.client(), "reason", key.refusal().code(), "cause", cause)
                .register(registry);
    }

    private record RefusedAttempt(
            String client, Refusal refusal, @Nullable Cause cause) {}

    private record RefusalCounters(Counter attempts, Counter reason) {
        void increment() {
            attempts.increment();
            reason.increment();
        }
    }
}
