package io.korests.explain;

import io.korests.client.ClientApp;
import io.korests.client.ClientRegistry;
import io.korests.explain.Platform.Answer;
import io.korests.explain.Platform.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health {@code platform}: tries each client at Kore. It sees a secret that was
 * rotated at Kore and not here. Tokens go on being minted.
 */
final class PlatformCheck implements HealthIndicator {
    static final Status REFUSED = new Status("REFUSED");

    private static final Logger log = LoggerFactory.getLogger(PlatformCheck.class);

    private final ClientRegistry clients;
    private final Platform platform;
    private final MultiGauge accepted;
    private volatile Map<String, Answer> answers = Map.of();

    PlatformCheck(ClientRegistry clients, Platform platform, MeterRegistry metrics) {
        this.clients = clients;
        this.platform = platform;
        this.accepted = MultiGauge.builder("sts.platform.accepted")
                .description("Whether Kore took the last token that was tried: 1, 0, or NaN where it was not reached")
                .register(metrics);
    }

    void askAll() {
        Map<String, Answer> next = new TreeMap<>();
        for (ClientApp client : clients.current().apps()) {
            if (client.platform() != null) {
                Answer answer = platform.ask(client, null);
                next.put(client.name(), answer);
                logChange(client.name(), answers.get(client.name()), answer);
            }
        }
        answers = Map.copyOf(next);
        accepted.register(
                next.keySet().stream()
                        .map(name -> MultiGauge.Row.of(Tags.of("client", name), () -> number(answers.get(name))))
                        .toList(),
                true);
    }

    private static double number(@Nullable Answer answer) {
        if (answer == null || answer.outcome() == Outcome.NOT_REACHED) {
            return Double.NaN;
        }
        return answer.outcome() == Outcome.TAKEN ? 1 : 0;
    }

    /** Once for each change, and not once for each check. */
    private static void logChange(String client, @Nullable Answer before, Answer now) {
        if (before != null && before.outcome() == now.outcome()) {
            return;
        }
        Level level = now.outcome() == Outcome.TAKEN ? Level.INFO : Level.WARN;
        log.atLevel(level).log("Tokens of client {} at Kore: {}", client, now.text());
    }

    @Override
    public Health health() {
        Map<String, Answer> now = answers;
        Health.Builder health = new Health.Builder(status(now.values()));
        now.forEach((name, answer) -> health.withDetail(name, answer.text()));
        return health.build();
    }

    private static Status status(Collection<Answer> answers) {
        Set<Outcome> outcomes = answers.stream().map(Answer::outcome).collect(Collectors.toSet());
        if (outcomes.contains(Outcome.REFUSED)) {
            return REFUSED;
        }
        return outcomes.equals(Set.of(Outcome.TAKEN)) ? Status.UP : Status.UNKNOWN;
    }
}
