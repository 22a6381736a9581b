package io.korests.audit;

import io.korests.problem.Refusal;
import io.korests.token.TokenAttempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts attempts. Tags have values of the configuration and of {@link Refusal} only: no request can add a time series. */
final class TokenMetrics implements TokenAttempt.Listener {
    private final MeterRegistry registry;
    private final Timer mint;
    private final Map<String, Counter> granted = new ConcurrentHashMap<>();
    private final Map<ClientAndRefusal, RefusalCounters> refused = new ConcurrentHashMap<>();

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
            refused.computeIfAbsent(new ClientAndRefusal(client, refusal), this::refusalCounters)
                    .increment();
        }
    }

    private RefusalCounters refusalCounters(ClientAndRefusal key) {
        return new RefusalCounters(attempts(key.client(), "refused"), refusals(key.client(), key.refusal()));
    }

    private Counter attempts(String client, String outcome) {
        return Counter.builder("sts.attempts")
                .description("Requests for a token")
                .tags("client", client, "outcome", outcome)
                .register(registry);
    }

    private Counter refusals(String client, Refusal refusal) {
        return Counter.builder("sts.refusals")
                .description("Requests that got no token, by reason")
                .tags("client", client, "reason", refusal.code())
                .register(registry);
    }

    private record ClientAndRefusal(String client, Refusal refusal) {}

    private record RefusalCounters(Counter attempts, Counter reason) {
        void increment() {
            attempts.increment();
            reason.increment();
        }
    }
}
