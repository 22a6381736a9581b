package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.korests.Patience;
import io.korests.vault.VaultFailedException.Trouble;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.client.ResourceAccessException;

class VaultCallsTests {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final VaultCalls.Reading reading =
            new VaultCalls.Reading(new VaultCalls(null, 2), Patience.TIME, nanos::get);

    @Test
    void asksNothingMoreAfterVaultIsAwayUntilTheNextReading() {
        assertThatThrownBy(() -> reading.ask(this::refuseConnection)).hasMessage(VaultTroubles.UNREACHABLE);
        assertThatThrownBy(() -> reading.ask(this::answer)).hasMessage(VaultTroubles.UNREACHABLE);
        assertThat(asked).hasValue(1);

        reading.begin();
        assertThat(reading.ask(this::answer)).isEqualTo("answer");
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALED", "ACCESS_REFUSED", "FAILS", "NOT_VAULT"})
    void asksTheNextPathAfterATroubleOfOne(Trouble trouble) {
        assertThatThrownBy(() -> reading.ask(() -> {
                    throw new VaultFailedException(trouble, 403, null);
                }))
                .hasMessage(trouble.message(403));

        assertThat(reading.ask(this::answer)).isEqualTo("answer");
    }

    /** Each answers in time, and all of them together would not. */
    @Test
    void boundsAllCallsTogether() {
        for (int call = 0; call < 3; call++) {
            reading.ask(() -> nanos.addAndGet(Patience.TIME.toNanos() / 3));
        }

        assertThatThrownBy(() -> reading.ask(this::answer)).hasMessage(VaultTroubles.SLOW);
        assertThat(asked).hasValue(0);
        reading.begin();
        assertThat(reading.ask(this::answer)).isEqualTo("answer");
    }

    /** As one that sends a byte now and then: the client's timeouts begin anew with each. */
    @Test
    void endsACallThatNeverEnds() {
        CountDownLatch never = new CountDownLatch(1);
        VaultCalls calls = new VaultCalls(null, 1);

        assertThatThrownBy(() -> calls.within(Duration.ofMillis(10), () -> await(never)))
                .hasMessage(VaultTroubles.SLOW);
        never.countDown();
    }

    @Test
    void refusesACallBeyondThoseThatMayWait() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        VaultCalls calls = new VaultCalls(null, 1);
        Thread first = new Thread(() -> calls.within(Patience.TIME, () -> {
            running.countDown();
            return await(never);
        }));
        first.start();
        running.await();

        assertThatThrownBy(() -> calls.within(Patience.TIME, this::answer)).hasMessage(VaultTroubles.SLOW);
        assertThat(asked).hasValue(0);
        never.countDown();
        first.join();
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "late";
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String answer() {
        asked.incrementAndGet();
        return "answer";
    }

    private String refuseConnection() {
        asked.incrementAndGet();
        throw new ResourceAccessException("GET", new ConnectException());
    }
}
