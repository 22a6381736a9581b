package io.korests.audit;

import io.korests.caller.Cause;
import io.korests.problem.Refusal;
import io.korests.token.Attempts;
import io.korests.token.Attempts.TokenAttempt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts attempts. Tags have values of the configuration and of the closed lists {@link Refusal} and {@link Cause} only: no request can add a time series. */
final class TokenMetrics implements Attempts.Listener {
    private final Timer mint;
    private final MeterProvider<Counter> attempts;
    private final MeterProvider<Counter> refusals;

    TokenMetrics(MeterRegistry registry) {
        this.mint = Timer.builder("sts.mint")
                .description("From a request's arrival at the endpoint until its token is ready")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(5))
                .register(registry);
        this.attempts = Counter.builder("sts.attempts")
                .description("Requests for a token")
                .withRegistry(registry);
        this.refusals = Counter.builder("sts.refusals")
                .description("Requests that got no token, by reason, and by cause where nobody is proven")
                .withRegistry(registry);
    }

    @Override
    public void onAttempt(TokenAttempt attempt) {
        String client = attempt.client() == null ? "none" : attempt.client();
        Refusal refusal = attempt.refusal();
        attempts.withTags("client", client, "outcome", refusal == null ? "granted" : "refused")
                .increment();
        if (refusal == null) {
            mint.record(attempt.duration());
            return;
        }
        String cause = attempt.cause() == null ? "none" : attempt.cause().code();
        refusals.withTags("client", client, "reason", refusal.code(), "cause", cause)
                .increment();
    }
}
