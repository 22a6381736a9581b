package io.korests.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.korests.Patience;
import io.korests.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RefusalSampleTests {

    private final List<String> summaries = new CopyOnWriteArrayList<>();

    @Test
    void theFirstOfEachPeerAndReasonAreLines() {
        RefusalSample sample = sample(Duration.ofHours(1));

        assertThat(lines(sample, "10.0.0.1", Refusal.MALFORMED_BODY, 5000)).isEqualTo(RefusalSample.LINES);
        assertThat(lines(sample, "10.0.0.1", Refusal.INVALID_FIELD, 3)).isEqualTo(3);
        assertThat(lines(sample, "10.0.0.2", Refusal.MALFORMED_BODY, 3)).isEqualTo(3);
        assertThat(summaries).isEmpty();
    }

    @Test
    void theRestIsOneSummaryAtTheEndOfThePeriod() {
        RefusalSample sample = sample(Duration.ofHours(1));
        lines(sample, "10.0.0.1", Refusal.MALFORMED_BODY, RefusalSample.LINES + 7);
        lines(sample, "10.0.0.2", Refusal.MALFORMED_BODY, RefusalSample.LINES);

        sample.end();

        assertThat(summaries).containsExactly("10.0.0.1 malformed-body 7");
        assertThat(sample.isLine("10.0.0.1", Refusal.MALFORMED_BODY)).isTrue();
    }

    @Test
    void periodsEndThoughNobodyAsksAnyMore() {
        RefusalSample sample = sample(Duration.ofMillis(50));
        while (sample.isLine("10.0.0.1", Refusal.UNPROVEN_CALLER)) {
            // until one of them is not
        }

        await().atMost(Patience.TIME)
                .untilAsserted(() -> assertThat(summaries)
                        .hasSize(1)
                        .allSatisfy(summary -> assertThat(summary).startsWith("10.0.0.1 unproven-caller ")));
    }

    @Test
    void manyPeersDoNotFillTheMemory() {
        RefusalSample sample = sample(Duration.ofHours(1));
        lines(sample, "10.0.0.1", Refusal.MALFORMED_BODY, RefusalSample.LINES + 1);

        for (int i = 0; i < 200_000; i++) {
            sample.isLine("peer " + i, Refusal.MALFORMED_BODY);
        }

        assertThat(sample.size()).isLessThanOrEqualTo(10_000);
    }

    private RefusalSample sample(Duration period) {
        return new RefusalSample(
                period, (peer, refusal, count) -> summaries.add(peer + ' ' + refusal.code() + ' ' + count));
    }

    private static int lines(RefusalSample sample, String peer, Refusal refusal, int times) {
        int lines = 0;
        for (int i = 0; i < times; i++) {
            lines += sample.isLine(peer, refusal) ? 1 : 0;
        }
        return lines;
    }
}
