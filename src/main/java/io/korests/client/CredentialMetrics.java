package io.korests.client;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/** The age of each client's credentials, and how many readings succeeded. */
final class CredentialMetrics {

    private final ServedCredentials served;
    private final MultiGauge ages;
    private final Counter successes;
    private final Counter failures;

    CredentialMetrics(ServedCredentials served, MeterRegistry metrics) {
        this.served = served;
        this.ages = MultiGauge.builder("sts.credentials.age")
                .description("Since the client's credentials were last read and found valid")
                .baseUnit("seconds")
                .register(metrics);
        this.successes = counter(metrics, "success");
        this.failures = counter(metrics, "failure");
        registerAges();
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("sts.credentials.refresh")
                .description("Readings of the credentials from where they come")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void refreshed(RefreshOutcome outcome) {
        (outcome.trouble() == null ? successes : failures).increment();
        if (!outcome.changed().isEmpty()) {
            registerAges();
        }
    }

    private void registerAges() {
        ages.register(
                served.credentials().states().keySet().stream()
                        .map(name -> MultiGauge.Row.of(
                                Tags.of("client", name), () -> served.age(name).toMillis() / 1000.0))
                        .toList(),
                true);
    }
}
